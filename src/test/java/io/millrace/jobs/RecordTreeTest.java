package io.millrace.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordTreeTest {

  private record Leaf(String name) {}

  private record Branch(Leaf first, List<Object> others, Optional<Leaf> last, String text) {}

  @Test
  void findsRecordsInRecordsListsAndOptionals() {
    Branch inner = new Branch(new Leaf("b"), List.of(), Optional.empty(), "x");
    Branch outer =
        new Branch(
            new Leaf("a"),
            List.of("y", inner, List.of(new Leaf("c"))),
            Optional.of(new Leaf("d")),
            "z");
    assertThat(RecordTree.all(Leaf.class, outer, List.of(new Leaf("e")), "text"))
        .extracting(Leaf::name)
        .containsExactly("a", "b", "c", "d", "e");
    assertThat(RecordTree.all(Branch.class, outer)).containsExactly(outer, inner);
  }
}
