package dev.loupe.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.models.Models;
import dev.loupe.nn.Network;
import dev.loupe.tensor.Shape;
import dev.loupe.testkit.golden.GoldenFile.Golden;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The networks of torchvision and timm: the same parameters, by name and shape, and the same
/// logits, as `golden_zoo.py` wrote them.
final class GoldenZooTest {
  /// A share of the largest logit. PyTorch computed in double precision.
  private static final double TOLERANCE = 1e-4;

  private static final GoldenFile FILE = GoldenFile.read("zoo.txt");
  private static final Parallel TEAM = new Parallel(2);

  static Set<String> names() {
    return FILE.cases().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTheParametersOfItsSource(String name) throws NoSuchAlgorithmException {
    // Dense layers are made smaller for the logits alone.
    String usual = name.replace(":hidden=64", "");
    List<Variable> variables = Models.get(usual).network().inference(1).variables();
    List<String> lines = new ArrayList<>();
    long count = 0;
    for (Variable v : variables) {
      lines.add(v.path() + " " + shape(v) + "\n");
      count += v.role().trainable() ? v.shape().elements() : 0;
    }
    Collections.sort(lines);
    Golden state = get(name, "state");
    assertThat(count).isEqualTo((long) state.largest());
    byte[] bytes = String.join("", lines).getBytes(StandardCharsets.UTF_8);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(HexFormat.of().formatHex(hash)).as("%s", lines).startsWith(state.shape());
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesTheLogitsOfItsSource(String name) {
    Golden logits = get(name, "logits");
    int[] x = numbers(get(name, "x").shape());
    int[] input = Arrays.copyOfRange(x, 2, x.length + 1);
    input[input.length - 1] = x[1];
    int classes = numbers(logits.shape())[1];
    Network network = Models.get(name).network(Shape.of(input), classes);
    Graph graph = Passes.inference(network.inference(x[0]));
    double gain = get(name, "state").values()[0];
    Parameters parameters = Parameters.of(graph, GoldenData.parameters(name, gain));
    Program program = new Program(Plan.of(graph, Mode.FAST), parameters, TEAM);
    GoldenData.fill(name + "/x", program.input(Network.INPUT), 1);
    program.run();
    float[] got = GoldenData.read(program.output(Network.LOGITS), new int[] {0, 1});
    logits.check(name, got, TOLERANCE);
  }

  private static Golden get(String name, String what) {
    Map<String, Golden> golden = FILE.get(name);
    return Objects.requireNonNull(golden.get(what));
  }

  private static int[] numbers(String shape) {
    return Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
  }

  /// In PyTorch's order.
  private static String shape(Variable v) {
    return Arrays.stream(GoldenData.order(v))
        .mapToObj(axis -> String.valueOf(v.shape().size(axis)))
        .collect(Collectors.joining("x"));
  }
}
