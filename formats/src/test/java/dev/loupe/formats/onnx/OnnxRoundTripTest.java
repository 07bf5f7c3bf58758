package dev.loupe.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// An exported network that is imported again computes what it did: within 1e-5 of the largest
/// logit.
final class OnnxRoundTripTest {
  private static final int BATCH = 2;
  private static final Parallel TEAM = new Parallel(1);

  @TestFactory
  Stream<DynamicTest> layersComputeTheSame() {
    return ExportedLayers.all().entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> check(e.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> modelsComputeTheSame() {
    return Stream.of("mlp", "lenet5", "smallcnn", "ecg1d", "speccnn", "unet3d:width=4")
        .map(name -> DynamicTest.dynamicTest(name, () -> check(Models.get(name).network())));
  }

  private static void check(Network network) {
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(0)));
    ExportMain.restless(parameters);
    Graph graph = Passes.inference(network.inference(BATCH));
    Program program = new Program(Plan.of(graph, Mode.FAST), parameters, TEAM);
    Tensor input = program.input(Network.INPUT);
    Random random = new Random(0);
    for (int i = 0; i < input.length(); i++) {
      input.set(i, (float) random.nextGaussian());
    }
    OnnxTensor x = channelsFirst("input", input);
    program.run();
    OnnxTensor want = channelsFirst("logits", program.output(Network.LOGITS));

    byte[] file = OnnxWriter.bytes(OnnxExporter.export(network, parameters, Map.of()));
    OnnxModel model = OnnxReader.read("model", ByteBuffer.wrap(file));
    OnnxSession session = OnnxSession.of(model, Map.of("input", x), 1);
    OnnxTensor got = Objects.requireNonNull(session.run(Map.of("input", x)).get("logits"));
    assertThat(got.sizes()).isEqualTo(want.sizes());
    float largest = 0;
    float difference = 0;
    float[] a = got.floats();
    float[] b = want.floats();
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(b[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    assertThat(difference / largest).isLessThanOrEqualTo(1e-5f);
  }

  /// Written plainly, so that it shares nothing with what is tested.
  private static OnnxTensor channelsFirst(String name, Tensor t) {
    Shape s = t.shape();
    int batch = s.size(0);
    int channels = s.channels();
    int places = t.length() / batch / channels;
    float[] values = new float[t.length()];
    for (int n = 0; n < batch; n++) {
      for (int p = 0; p < places; p++) {
        for (int c = 0; c < channels; c++) {
          values[(n * channels + c) * places + p] = t.get((n * places + p) * channels + c);
        }
      }
    }
    int[] sizes = s.sizes();
    for (int axis = sizes.length - 1; axis > 1; axis--) {
      sizes[axis] = s.size(axis - 1);
    }
    sizes[1] = channels;
    List<Integer> list = Arrays.stream(sizes).boxed().toList();
    return OnnxTensor.of(name, list, values);
  }
}
