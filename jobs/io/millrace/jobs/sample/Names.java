package io.millrace.jobs.sample;

import java.util.List;

/** Names that people and places are made of. */
final class Names {

  static final List<String> WOMEN =
      words(
          """
      Ada Agnes Alice Amy Anna Beatrice Bella Carla Carmen Cathy Celia Chloe Clara Daisy Diana Dora
      Edith Elena Ella Emma Erica Esther Eva Fiona Flora Frances Gina Grace Hannah Hazel Helen Ida
      Iris Irma Jane Jenna Joan Judith Julia Karen Kate Laura Leah Lena Lily Linda Lucy Mabel Maria
      Martha Mary Mina Molly Nadia Nancy Nina Nora Olga Olive Paula Pearl Petra Rita Rosa Ruth Sally
      Sara Selma Sonia Stella Susan Tara Tessa Tina Ursula Vera Violet Wanda Wendy Yvonne Zoe
      """);

  static final List<String> MEN =
      words(
          """
      Aaron Abel Adam Alan Albert Alex Amos Andy Arthur Barry Ben Bert Boris Brian Bruno Carl Cedric
      Charles Clark Colin Dan David Dennis Derek Dirk Edgar Edwin Eli Emil Eric Ernest Felix Frank
      Fred Gary George Glen Hank Harold Harry Henry Hugo Ian Isaac Ivan Jack Jacob James Jason Jim
      Joel John Karl Keith Ken Lars Leo Liam Luke Marc Martin Max Miles Neil Nick Noah Oscar Otto
      Owen Paul Peter Phil Ralph Ray Robert Roy Sam Sean Simon Steve Ted Theo Tom Victor Walter Will
      """);

  static final List<String> FAMILIES =
      words(
          """
      Abbott Archer Ashby Baker Baldwin Barker Barton Bates Bishop Blake Booth Bowen Bradley Briggs
      Brooks Burke Burton Byrne Calder Carver Chandler Clay Colby Conway Cooper Corbin Crane Crosby
      Dalton Dawson Denton Dixon Drake Dudley Dunn Easton Eaton Ellis Emery Farmer Fenton Fisher
      Fletcher Ford Foster Fuller Gardner Gibson Gilbert Glover Goodwin Graham Granger Hale Harding
      Harper Hayes Heath Hobbs Holden Hooper Hunter Ingram Irwin Jarvis Keller Kemp Kerr Kirby
      Lambert Lane Larkin Lawson Lester Lowell Marsh Mason Mercer Miller Morton Nash Nolan Norris
      Oakley Osborn Palmer Parker Payne Pearce Perkins Potter Porter Quinn Ramsey Reeves Rhodes
      Rowland Sawyer Sexton Shaw Shelton Skinner Spencer Stanton Sutton Tanner Tate Taylor Thorne
      Tucker Turner Vaughn Vance Wade Walker Warner Weaver Webster Wheeler Whitaker Winslow Woodard
      """);

  static final List<String> PLACES =
      words(
          """
      ALDER ASH ASPEN BAY BEAVER BIRCH BLUE BRIAR BROOK CEDAR CHERRY CLEAR CLOVER COPPER CRANE DEER
      EAGLE ELK ELM FAIR FALCON FERN FOX GRANITE GREEN HAWK HAZEL HICKORY HOLLY IRON JUNIPER LAUREL
      LONG MAPLE MEADOW MILL OAK OTTER PINE POPLAR PRAIRIE RAVEN RED RIVER ROSE SAGE SILVER SPRUCE
      STONE SUMMER SWAN TIMBER WALNUT WHITE WILLOW WINTER WOLF
      """);

  static final List<String> ENDINGS =
      List.of(
          "VILLE",
          "VILLE",
          "VILLE",
          "VILLE",
          " CITY",
          "INGTON",
          "FIELD",
          "BURG",
          " SPRINGS",
          " BEACH",
          " PARK",
          "CHESTER",
          "TON",
          "FORD",
          " CREEK",
          " HILL",
          "WOOD",
          "DALE",
          " FALLS",
          " GROVE",
          "PORT",
          " LAKE");

  private Names() {}

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
