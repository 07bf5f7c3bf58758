package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Program;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.BatchNorm;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Padding;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Figures and `keras-small.txt` were made by `src/test/python/keras_files.py`.
@Timeout(300)
final class KerasFileTest {
  private static final String LENET = "weights/kotlindl-lenet-mnist.h5";

  @TempDir Path folder;

  private static Graph lenet(int last) {
    Layer layers =
        Sequential.of(
            Conv.of(32, 3).withPadding(Padding.half()),
            Nonlinearity.RELU,
            MaxPool.of(2),
            Conv.of(64, 3).withPadding(Padding.half()),
            Nonlinearity.RELU,
            MaxPool.of(2),
            Flatten.of(),
            Dense.of(256),
            Nonlinearity.RELU,
            Dense.of(84),
            Nonlinearity.RELU,
            Dense.of(last));
    return new Network(Shape.of(28, 28, 1), layers).inference(1);
  }

  private static byte[] small() throws IOException {
    try (InputStream in = KerasFileTest.class.getResourceAsStream("keras-small.txt")) {
      assertThat(in).isNotNull();
      byte[] packed = Base64.getMimeDecoder().decode(in.readAllBytes());
      return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    }
  }

  @Test
  void aRealNetworkAnswersAsInKeras() {
    Graph graph = lenet(10);
    WeightFile file = WeightFile.open(SharedData.file(LENET));
    Parameters parameters = WeightSource.of(file, graph).parameters(graph);
    Program program = new Program(Plan.of(graph, Plan.Mode.FAST), parameters, new Parallel(1));
    Tensor input = program.input(Network.INPUT);
    for (int i = 0; i < input.length(); i++) {
      input.set(i, (i * 37 % 101) / 101f);
    }
    program.run();
    double[] expected = {
      1.7721423, 1.7643794, 1.3034086, -1.9379287, -1.1412231,
      -3.1996262, 2.3619177, -3.5604291, 6.6016293, -2.7595859
    };
    for (int c = 0; c < 10; c++) {
      assertThat((double) program.output(Network.LOGITS).get(c))
          .isCloseTo(expected[c], within(1e-4));
    }
  }

  @Test
  void aNetworkOfAnotherSizeIsRefusedWithWhatIsThere() {
    WeightFile file = WeightFile.open(SharedData.file(LENET));
    assertThatThrownBy(() -> WeightSource.of(file, lenet(11)))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(file.file() + ": the file does not hold the weights")
        .hasMessageContaining("84x11")
        .hasMessageContaining("'dense_2' with kernel [84, 10], bias [10]");
    Graph less =
        new Network(Shape.of(28, 28, 1), Conv.of(32, 3).withPadding(Padding.half())).inference(1);
    assertThatThrownBy(() -> WeightSource.of(file, less))
        .hasMessageContaining("the file has layers that the network has not")
        .hasMessageContaining("'conv2d_1' with kernel [3, 3, 32, 64], bias [64]");
  }

  @Test
  void everyKindOfLayerFindsItsPlace() throws IOException {
    Path path = Files.write(folder.resolve("small.h5"), small());
    Layer layers =
        Sequential.of(
            Conv.of(3, 1, 2),
            BatchNorm.of(),
            BatchNorm.of(),
            Conv.of(3, 1, 2).withGroups(3).withoutBias(),
            Flatten.of(),
            Dense.of(2));
    Graph graph = new Network(Shape.of(1, 4, 2), layers).inference(1);
    Parameters p = WeightSource.of(WeightFile.open(path), graph).parameters(graph);
    // The numbers in the file count on from weight to weight.
    assertThat(values(p, "0.weight")).isEqualTo(counting(0, 12));
    assertThat(values(p, "0.bias")).isEqualTo(counting(12, 3));
    assertThat(values(p, "1.weight")).isEqualTo(counting(15, 3));
    assertThat(values(p, "1.bias")).isEqualTo(counting(18, 3));
    assertThat(values(p, "1.running_mean")).isEqualTo(counting(21, 3));
    assertThat(values(p, "1.running_var")).isEqualTo(counting(24, 3));
    assertThat(values(p, "2.weight")).containsOnly(1).hasSize(3);
    assertThat(values(p, "2.bias")).isEqualTo(counting(27, 3));
    assertThat(values(p, "3.weight")).isEqualTo(counting(36, 6));
    // Two places of three channels: row p * 3 + c becomes row c * 2 + p.
    assertThat(values(p, "5.weight"))
        .containsExactly(42, 43, 48, 49, 44, 45, 50, 51, 46, 47, 52, 53);
    assertThat(values(p, "5.bias")).isEqualTo(counting(54, 2));
  }

  private static float[] values(Parameters p, String path) {
    Tensor t = p.tensor(path);
    return Arrays.copyOfRange(t.data(), t.offset(), t.offset() + t.length());
  }

  private static float[] counting(int from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }

  @Test
  void brokenFilesAreRefusedByName() throws IOException {
    byte[] whole = small();
    for (int length = 8; length < whole.length; length += length < 2000 ? 31 : 997) {
      survives(Arrays.copyOf(whole, length), "cut after " + length);
    }
    Random random = new Random(2);
    for (int i = 0; i < 150; i++) {
      byte[] changed = whole.clone();
      for (int k = 0; k < 1 + i % 5; k++) {
        changed[8 + random.nextInt(changed.length - 8)] = (byte) random.nextInt(256);
      }
      survives(changed, "change " + i);
    }
  }

  private void survives(byte[] bytes, String what) throws IOException {
    Path file = Files.write(folder.resolve("broken.h5"), bytes);
    assertThatCode(
            () -> {
              try {
                WeightFile read = WeightFile.open(file);
                read.names().forEach(read::values);
              } catch (LoupeException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
              }
            })
        .as(what)
        .doesNotThrowAnyException();
  }
}
