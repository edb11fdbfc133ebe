package io.millrace.jobs.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** The content of zipcodedata.csv, and the zip codes to choose from. */
final class Zipcodes {

  private static final String HEADER =
      "Zipcode,ZipCodeType,City,State,LocationType,Lat,Long,Location,Decommisioned";

  private static final long FILE = 5;
  private static final int OF_THE_FIRST_USER = 76_059;
  private static final int BOXES = 9_465;
  private static final int UNIQUE = 2_437;
  private static final int CLOSED = 663;
  private static final int QUOTED = 9;

  private final SplitMix64 random;
  private final Text text = new Text(4_000_000).add(HEADER);
  private final List<Integer> zips = new ArrayList<>();
  private final Iterator<String> types;
  private final Iterator<String> closed;
  private int military;

  private Zipcodes(List<State> states, long seed) {
    random = new SplitMix64(seed, FILE, 0);
    int all = states.stream().mapToInt(State::count).sum();
    int forces = states.stream().filter(State::isMilitary).mapToInt(State::count).sum();
    List<String> kinds = new ArrayList<>(Collections.nCopies(BOXES, "PO BOX"));
    kinds.addAll(Collections.nCopies(UNIQUE, "UNIQUE"));
    kinds.addAll(Collections.nCopies(all - forces - BOXES - UNIQUE, "STANDARD"));
    List<String> flags = new ArrayList<>(Collections.nCopies(CLOSED, "TRUE"));
    flags.addAll(Collections.nCopies(all - CLOSED, "FALSE"));
    types = shuffled(kinds).iterator();
    closed = shuffled(flags).iterator();
  }

  static Zipcodes generate(long seed) {
    List<State> states = State.all();
    Zipcodes result = new Zipcodes(states, seed);
    states.forEach(result::add);
    return result;
  }

  /** The whole file; like the original it has no line end after the last line. */
  Text text() {
    return text;
  }

  int size() {
    return zips.size();
  }

  int any(SplitMix64 chooser) {
    return zips.get(chooser.below(zips.size()));
  }

  private void add(State state) {
    String place = place();
    for (int zip : state.zips(random, OF_THE_FIRST_USER)) {
      zips.add(zip);
      text.add("\r\n").add(zip); // leading zeros are lost in the original too
      if (state.isMilitary()) {
        addBase(state);
      } else {
        place = random.below(4) == 0 ? place : place();
        addPlace(state, place);
      }
      text.add(',').add(closed.next());
    }
  }

  private void addPlace(State state, String place) {
    text.add(',').add(types.next()).add(',').add(place).add(',').add(state.code());
    text.add(",PRIMARY,").add(near(state.latitude())).add(',').add(near(state.longitude()));
    text.add(",NA-US-").add(state.code()).add('-').add(place);
  }

  /** All but one of these have no coordinates, one has no location, and some have a comma. */
  private void addBase(State state) {
    military++;
    text.add(",MILITARY,").add(random.below(2) == 0 ? "APO" : "FPO").add(',').add(state.code());
    text.add(",PRIMARY,").add(military == 2 ? "33.53,44.25" : ",").add(',');
    if (military > 1 && military <= 2 + QUOTED) {
      boolean quoted = military > 2;
      text.add(quoted ? "\"EU-DE-CAMP " + place() + ", NORTH\"" : "ME-IQ");
    } else if (military > 1) {
      text.add("EU-DE-CAMP ").add(place());
    }
  }

  private String place() {
    return Names.PLACES.get(random.below(Names.PLACES.size()))
        + Names.ENDINGS.get(random.below(Names.ENDINGS.size()));
  }

  /** A number at most half a degree away, with one or two decimals. */
  private String near(double middle) {
    long hundredths = Math.round(middle * 100) + random.between(-50, 50);
    String digits = String.format(Locale.ROOT, "%.2f", hundredths / 100.0);
    return digits.endsWith("0") ? digits.substring(0, digits.length() - 1) : digits;
  }

  private List<String> shuffled(List<String> cards) {
    for (int i = cards.size() - 1; i > 0; i--) {
      Collections.swap(cards, i, random.below(i + 1));
    }
    return cards;
  }
}
