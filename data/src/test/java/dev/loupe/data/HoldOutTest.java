package dev.loupe.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.tensor.LoupeException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class HoldOutTest {
  @Test
  void keepsTheSamePartOfEachClass() {
    Splits digits = Digits.splits(200, 50);
    Splits parts = HoldOut.validation(digits, 0.25, 7);
    Dataset kept = Objects.requireNonNull(parts.validation());
    assertThat(parts.test()).isSameAs(digits.test());
    assertThat(parts.train().size() + kept.size()).isEqualTo(200);
    int[] all = counts(digits.train());
    int[] judged = counts(kept);
    for (int c = 0; c < 10; c++) {
      assertThat(judged[c]).isEqualTo((int) Math.round(all[c] * 0.25));
    }
    Set<Integer> indices = new TreeSet<>();
    for (int i = 0; i < parts.train().size(); i++) {
      indices.add(((Subset) parts.train()).index(i));
    }
    for (int i = 0; i < kept.size(); i++) {
      assertThat(indices.add(((Subset) kept).index(i))).isTrue();
    }
    assertThat(HoldOut.validation(digits, 0.25, 7).train().card().hash())
        .isEqualTo(parts.train().card().hash())
        .isNotEqualTo(HoldOut.validation(digits, 0.25, 8).train().card().hash());
  }

  private static int[] counts(Dataset dataset) {
    int[] counts = new int[dataset.classes().size()];
    for (int i = 0; i < dataset.size(); i++) {
      counts[dataset.label(i)]++;
    }
    return counts;
  }

  @Test
  void refusesWhatIsNotPossible() {
    Splits digits = Digits.splits(20, 10);
    assertThatThrownBy(() -> HoldOut.validation(digits, 1, 1)).isInstanceOf(LoupeException.class);
    assertThatThrownBy(() -> HoldOut.validation(digits, 1e-3, 1))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("too few samples");
    Splits both = new Splits(digits.train(), digits.test(), digits.test());
    assertThatThrownBy(() -> HoldOut.validation(both, 0.5, 1))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("of its own");
  }
}
