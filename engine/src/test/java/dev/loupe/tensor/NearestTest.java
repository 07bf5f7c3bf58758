package dev.loupe.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> NAMES =
      List.of("digits", "mnist", "fashion-mnist", "cifar10", "resnet18", "resnet34");

  @Test
  void findsWhatWasMeant() {
    assertThat(Nearest.of("mnits", NAMES)).contains("mnist");
    assertThat(Nearest.of("DIGIT", NAMES)).contains("digits");
    assertThat(Nearest.of("fashion", NAMES)).contains("fashion-mnist");
    assertThat(Nearest.of("cifar-10", NAMES)).contains("cifar10");
    assertThat(Nearest.of("resnet", NAMES)).contains("resnet18");
    assertThat(Nearest.of("resnet43", NAMES)).contains("resnet34");
  }

  @Test
  void staysSilentWhereNothingIsNear() {
    assertThat(Nearest.of("imagenet", NAMES)).isEmpty();
    assertThat(Nearest.of("", NAMES)).isEmpty();
    assertThat(Nearest.of("x", NAMES)).isEmpty();
    assertThat(Nearest.of("mnist", List.of())).isEmpty();
  }

  @Test
  void countsEdits() {
    assertThat(Nearest.distance("", "")).isZero();
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
    // No place is edited twice: a swap and then an insertion between is three edits, not two.
    assertThat(Nearest.distance("ca", "abc")).isEqualTo(3);
  }
}
