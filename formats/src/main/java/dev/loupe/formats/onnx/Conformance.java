package dev.loupe.formats.onnx;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Models with inputs and the outputs that they must give, in the folders that ONNX's own tests
/// use: `model.onnx`, and `test_data_set_k/input_j.pb` and `output_j.pb`.
public final class Conformance {
  /// An output may differ by this share of its value, as in ONNX's own tests,
  static final double RELATIVE = 1e-3;

  /// and by this share of the largest value of the output: sums are taken in another order.
  static final double ABSOLUTE = 1e-6;

  private static final String MODEL = "model.onnx";

  private Conformance() {}

  /// How a case ended.
  public enum Status {
    /// All outputs are as they must be.
    PASSED,
    /// An output differs, or the model broke.
    FAILED,
    /// Loupe says what it does not have.
    REFUSED
  }

  /// What came of a case.
  ///
  /// @param folder of the model
  /// @param status how it ended
  /// @param error the largest difference, as a share of the largest value of the output
  /// @param reason why it failed or was refused; empty where it passed
  public record Case(Path folder, Status status, double error, String reason) {}

  /// All folders with a model, in the order of their names.
  ///
  /// @throws LoupeException if the folder can't be read or holds no model
  public static List<Path> find(Path root) {
    if (!Files.isDirectory(root)) {
      throw LoupeException.of(root + ": there is no such folder");
    }
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> found =
          files
              .filter(f -> f.getFileName().toString().equals(MODEL))
              .map(Path::getParent)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw LoupeException.of(root + ": there is no model in the folder")
            .expected("folders with " + MODEL + " and test_data_set_0");
      }
      return found;
    } catch (IOException e) {
      throw LoupeException.of(root + ": the folder can't be read (" + e + ")").causedBy(e);
    }
  }

  /// Imports a model, runs it and compares.
  public static Case check(Path folder, int threads) {
    OnnxModel model;
    try {
      model = OnnxReader.read(folder.resolve(MODEL));
    } catch (LoupeException e) {
      return new Case(folder, Status.REFUSED, 0, text(e));
    }
    double error = 0;
    int sets = 0;
    Path set = folder.resolve("test_data_set_0");
    while (Files.isDirectory(set)) {
      OnnxSession session;
      Map<String, OnnxTensor> inputs;
      List<OnnxTensor> expected;
      try {
        inputs = inputs(model, set);
        expected = tensors(set, "output_");
        session = OnnxSession.of(model, inputs, threads);
      } catch (LoupeException e) {
        return new Case(folder, Status.REFUSED, 0, text(e));
      }
      try {
        List<OnnxTensor> outputs = List.copyOf(session.run(inputs).values());
        for (int i = 0; i < expected.size(); i++) {
          error = Math.max(error, difference(expected.get(i), outputs.get(i)));
        }
      } catch (LoupeException e) {
        return new Case(folder, Status.FAILED, error, text(e));
      }
      sets++;
      set = folder.resolve("test_data_set_" + sets);
    }
    return sets == 0
        ? new Case(folder, Status.REFUSED, 0, "there is no test_data_set_0")
        : new Case(folder, Status.PASSED, error, "");
  }

  private static String text(LoupeException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\n\\s*", "; ");
  }

  private static Map<String, OnnxTensor> inputs(OnnxModel model, Path set) {
    List<String> names = Weights.inputs(model).stream().map(OnnxValueInfo::name).toList();
    List<OnnxTensor> values = tensors(set, "input_");
    Map<String, OnnxTensor> inputs = new HashMap<>();
    for (int i = 0; i < values.size() && i < names.size(); i++) {
      OnnxTensor t = values.get(i);
      inputs.put(names.get(i), new OnnxTensor(names.get(i), t.type(), t.sizes(), t.bytes()));
    }
    return inputs;
  }

  private static List<OnnxTensor> tensors(Path set, String prefix) {
    List<OnnxTensor> tensors = new ArrayList<>();
    Path file = set.resolve(prefix + "0.pb");
    while (Files.exists(file)) {
      tensors.add(OnnxReader.readTensor(file));
      file = set.resolve(prefix + tensors.size() + ".pb");
    }
    return tensors;
  }

  /// The largest difference, as a share of the largest expected value.
  ///
  /// @throws LoupeException if shapes, kinds of numbers or values differ
  static double difference(OnnxTensor expected, OnnxTensor got) {
    if (!expected.sizes().equals(got.sizes())) {
      throw LoupeException.of("the output '" + got.name() + "' has another shape")
          .expected(expected.sizes().toString())
          .got(got.sizes().toString());
    }
    if (expected.type().floating() != got.type().floating()) {
      throw LoupeException.of("the output '" + got.name() + "' has another type")
          .expected(expected.type().toString())
          .got(got.type().toString());
    }
    double[] wanted = Literal.of(expected).values();
    double[] values = Literal.of(got).values();
    double largest = 0;
    for (double w : wanted) {
      largest = Double.isFinite(w) ? Math.max(largest, Math.abs(w)) : largest;
    }
    double worst = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] == values[i] || (Double.isNaN(wanted[i]) && Double.isNaN(values[i]))) {
        continue;
      }
      double d = Math.abs(wanted[i] - values[i]);
      // Also false where one of them is no number.
      if (!(d <= RELATIVE * Math.abs(wanted[i]) + ABSOLUTE * Math.max(largest, 1e-3))) {
        throw LoupeException.of("the output '" + got.name() + "' differs at the index " + i)
            .expected(String.valueOf((float) wanted[i]))
            .got(String.valueOf((float) values[i]));
      }
      worst = Math.max(worst, d / Math.max(largest, Double.MIN_NORMAL));
    }
    return worst;
  }
}
