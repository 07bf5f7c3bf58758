package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.LogMel;
import dev.loupe.nn.Network;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The layer beside the variation of the same name, which has a Fourier transform in double
/// precision, and whose figures are those of torchaudio.
final class LogMelTest {
  @ParameterizedTest
  @CsvSource({
    "8000, 256, 80, 64, 1600",
    "8000, 256, 80, 64, 1601",
    "16000, 64, 20, 12, 333",
    "500, 33, 11, 7, 110",
    "8000, 2, 1, 1, 9"
  })
  void hasTheValuesOfTheVariation(int rate, int window, int hop, int bands, int steps) {
    Tensor wave = Tensor.zeros(Shape.of(steps, 1));
    Seed seed = Seed.of(5);
    for (int i = 0; i < steps; i++) {
      double tone = Math.sin(0.3 * i) + 0.5 * Math.cos(1.1 * i + 1);
      // The second half is all but silent: there the floor counts.
      wave.set(i, (float) ((tone + 0.1 * seed.gaussian(i)) * (i < steps / 2 ? 1 : 1e-4)));
    }
    var variation = new dev.loupe.data.augment.LogMel(rate, window, hop, bands);
    Tensor expected = Tensor.zeros(variation.shape(wave.shape()));
    variation.apply(seed, wave, expected);

    Tensor got = spectrogram(new LogMel(rate, window, hop, bands), wave);
    int frames = expected.shape().size(1);
    assertThat(got.shape()).isEqualTo(Shape.of(1, frames, bands, 1));
    for (int frame = 0; frame < frames; frame++) {
      for (int band = 0; band < bands; band++) {
        float truth = expected.get(band * frames + frame);
        assertThat((double) got.get(frame * bands + band))
            .as("band %d of frame %d", band, frame)
            .isCloseTo(truth, within(1e-4 * Math.max(1, Math.abs(truth))));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 2, batch", "100, 1, steps", "129, 1, ''"})
  void saysWhatItCannotTake(int steps, int channels, String word) {
    Network network = new Network(Shape.of(steps, channels), new LogMel(8000, 256, 80, 64));
    if (word.isEmpty()) {
      assertThat(network.inference(1)).isNotNull();
    } else {
      assertThatThrownBy(() -> network.inference(1))
          .isInstanceOf(LoupeException.class)
          .hasMessageContaining(word);
    }
  }

  private static Tensor spectrogram(LogMel layer, Tensor wave) {
    Network network = new Network(wave.shape(), layer);
    Graph graph = network.inference(1);
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(1)));
    Program program = new Program(Plan.of(graph, Mode.FAST), parameters, new Parallel(1));
    program.input(Network.INPUT).copyFrom(wave);
    program.run();
    return program.output(Network.LOGITS);
  }
}
