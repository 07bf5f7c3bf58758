package dev.loupe.formats.onnx;

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
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Exports a model with random weights, with an input and what Loupe makes of it: for
/// `check_export.py`.
final class ExportMain {
  private ExportMain() {}

  /// Writes `NAME.onnx`, `NAME.input` and `NAME.logits` of each name and prints the two shapes.
  ///
  /// @param args a folder and names; `models` or `layers` alone prints names
  public static void main(String[] args) throws IOException {
    if (args.length == 1) {
      Set<String> layers = ExportedLayers.all().keySet();
      (args[0].equals("models") ? Models.names() : layers).forEach(System.out::println);
      return;
    }
    Map<String, Network> layers = ExportedLayers.all();
    for (String name : args) {
      if (!name.equals(args[0])) {
        Network known = layers.get(name);
        export(Path.of(args[0]), name, known == null ? Models.get(name).network() : known);
      }
    }
  }

  private static void export(Path folder, String name, Network network) throws IOException {
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(0)));
    restless(parameters);
    OnnxModel model = OnnxExporter.export(network, parameters, Map.of());
    OnnxWriter.write(folder.resolve(name + ".onnx"), model);
    Graph graph = Passes.inference(network.inference(2));
    Program program = new Program(Plan.of(graph, Mode.FAST), parameters, new Parallel(1));
    Tensor input = program.input(Network.INPUT);
    Random random = new Random(0);
    for (int i = 0; i < input.length(); i++) {
      input.set(i, (float) random.nextGaussian());
    }
    write(folder.resolve(name + ".input"), input);
    program.run();
    Tensor logits = program.output(Network.LOGITS);
    write(folder.resolve(name + ".logits"), logits);
    System.out.println(name + " " + input.shape() + " " + logits.shape());
  }

  /// Statistics, scales and shifts that differ from channel to channel: those of a new network are
  /// 0 and 1, under which a wrong order would not show.
  static void restless(Parameters parameters) {
    Random random = new Random(1);
    parameters.model().stream()
        .filter(v -> v.shape().rank() == 1)
        .map(v -> parameters.tensor(v.path()))
        .forEach(
            t -> {
              for (int i = 0; i < t.length(); i++) {
                t.set(i, t.get(i) + 0.2f * random.nextFloat());
              }
            });
    parameters.touch();
  }

  private static void write(Path file, Tensor t) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(t.length() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(t.toArray());
    Files.write(file, bytes.array());
  }
}
