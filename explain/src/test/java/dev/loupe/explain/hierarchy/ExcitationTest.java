package dev.loupe.explain.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.Normalise;
import dev.loupe.explain.Lens;
import dev.loupe.explain.filter.PoolingLoss;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.filter.Stage;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcitationTest {
  private final Network network = Models.get("lenet5").network();
  private final Lens lens =
      Lens.of(
          network,
          Parameters.of(network.inference(1), ParameterSource.random(Seed.of(2))),
          new Parallel(1));
  private final Sight sight =
      new Sight(lens, new Normalise(new float[] {0.1f}, new float[] {0.3f}), false);
  private final Dataset digits = Digits.splits(10, 50).test();

  @Test
  void stagesEndAfterActivations() {
    assertThat(Stage.all(lens).stream().map(s -> s.path() + (s.pooling() ? " pooled" : "")))
        .containsExactly("1", "2 pooled", "4", "5 pooled");
    assertThat(Stage.convolutions(lens, 1).getFirst().path()).isEqualTo("1");
  }

  @Test
  void theBestPatchesAreThoseOfASearchThroughAll() {
    List<Stage> stages = Stage.convolutions(lens, 2);
    List<Excitation> found = Excitation.of(sight, stages, digits, 40, 3, (done, total) -> {});
    Tensor all = lens.value(sight.normalised(sight.read(digits, 0, 40)), "4");
    for (int c = 0; c < 16; c++) {
      float[] best = new float[40];
      for (int i = 0; i < all.length(); i++) {
        if (i % 16 == c) {
          int sample = i / all.item(0).length();
          best[sample] = Math.max(best[sample], all.get(i));
        }
      }
      List<Patch> patches = found.get(1).patches().get(c);
      assertThat(patches).hasSize(3);
      java.util.Arrays.sort(best);
      for (int k = 0; k < 3; k++) {
        assertThat(patches.get(k).value()).isEqualTo(best[39 - k]);
        assertThat(patches.get(k).size()).allMatch(s -> s <= 14);
      }
    }
  }

  /// A value stays when all but its patch is changed.
  @Test
  void aValueDependsOnItsPatchAlone() {
    List<Stage> stages = Stage.convolutions(lens, 2);
    Excitation found = Excitation.of(sight, stages, digits, 40, 1, (done, total) -> {}).get(1);
    Patch patch = found.patches().get(5).getFirst();
    Tensor sample = sight.read(digits, patch.sample(), 1);
    Tensor only = Tensor.zeros(sample.shape());
    for (int y = 0; y < patch.size().get(0); y++) {
      for (int x = 0; x < patch.size().get(1); x++) {
        int at = (patch.first().get(0) + y) * 28 + patch.first().get(1) + x;
        only.set(at, sample.get(at));
      }
    }
    Tensor value = lens.value(sight.normalised(only), "4");
    boolean there = false;
    for (int i = 5; i < value.length(); i += 16) {
      there |= Math.abs(value.get(i) - patch.value()) < 1e-5f;
    }
    assertThat(there).isTrue();
    assertThat(Excitation.cut(sample.item(0), patch).shape())
        .isEqualTo(Shape.of(patch.size().get(0), patch.size().get(1), 1));
  }

  @Test
  void poolingsKeepAQuarterOfTheValues() {
    Tensor sample = sight.normalised(sight.read(digits, 0, 1)).item(0);
    List<PoolingLoss> losses = PoolingLoss.of(lens, sample);
    assertThat(losses).hasSize(2);
    for (PoolingLoss l : losses) {
      assertThat(l.bytesBefore()).isEqualTo(4 * l.bytesAfter());
      assertThat(l.kept()).isBetween(0.25, 1.0);
      double energy = 0;
      double passed = 0;
      for (int i = 0; i < l.before().length(); i++) {
        energy += l.before().get(i) * l.before().get(i);
      }
      for (int i = 0; i < l.after().length(); i++) {
        passed += l.after().get(i) * l.after().get(i);
      }
      assertThat(l.kept()).isCloseTo(passed / energy, org.assertj.core.api.Assertions.within(1e-5));
      Tensor lost = l.lost(0);
      for (int i = 0; i < lost.length(); i++) {
        assertThat(lost.get(i)).isLessThanOrEqualTo(0);
      }
    }
  }

  @Test
  void dataOfAnotherShapeIsRefused() {
    Sight other =
        new Sight(
            Lens.of(
                new Network(Shape.of(32, 32, 1), network.layer()),
                lens.parameters(),
                new Parallel(1)),
            sight.normalise(),
            false);
    assertThatThrownBy(() -> Excitation.of(other, List.of(), digits, 4, 1, (done, total) -> {}))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "the data does not fit the network\n"
                + "  expected: samples of 32x32x1\n"
                + "  got: samples of 28x28x1");
  }
}
