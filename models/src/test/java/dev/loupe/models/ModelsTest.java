package dev.loupe.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.Value;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Network;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What holds for every registered model.
final class ModelsTest {
  private static final Parallel TEAM = new Parallel(2);

  /// How many trained values PyTorch counts in the same networks.
  private static final Map<String, Long> COUNTS =
      Map.of(
          "mlp", 535_818L,
          "lenet5", 61_706L,
          "resnet20", 272_474L,
          "resnet18-cifar", 11_173_962L,
          "vgg11-cifar", 9_228_362L,
          "ecg1d", 53_989L,
          "resnet18-3d", 33_145_419L);

  @TestFactory
  Stream<DynamicTest> countsParametersAsPyTorch() {
    return each(
        card -> {
          Graph graph = card.network().inference(1);
          long count =
              graph.variables().stream()
                  .filter(v -> v.role().trainable())
                  .mapToLong(v -> v.shape().elements())
                  .sum();
          assertThat(count).isEqualTo(COUNTS.get(card.name()));
        });
  }

  @TestFactory
  Stream<DynamicTest> givesOneRowOfLogitsForEachSample() {
    return each(
        card -> {
          Graph usual = card.network().inference(3);
          assertThat(logits(usual)).isEqualTo(Shape.of(3, card.classes()));
          Graph other = card.network(card.input().with(-1, 2), 7).inference(1);
          assertThat(logits(other)).isEqualTo(Shape.of(1, 7));
        });
  }

  @TestFactory
  Stream<DynamicTest> givesFiniteLogits() {
    return each(
        card -> {
          Network network = card.network(small(card), card.classes());
          Graph graph = Passes.inference(network.inference(2));
          Program program = program(graph);
          fill(program.input(Network.INPUT));
          program.run();
          assertThat(program.output(Network.LOGITS).shape()).isEqualTo(logits(graph));
          assertFinite("logits", program.output(Network.LOGITS));
        });
  }

  @TestFactory
  Stream<DynamicTest> sendsGradientsToAllParameters() {
    return each(
        card -> {
          GraphBuilder b = new GraphBuilder();
          Scope scope = Scope.training(b, List.of());
          Network network = card.network(small(card), card.classes());
          Value x = b.input("x", network.input().prepend(3));
          Value y = network.layer().apply(scope, x);
          Value t = b.input("t", CrossEntropy.of().target(y.shape()));
          Value loss = CrossEntropy.of().apply(scope, y, t);
          List<Variable> trained =
              b.build().variables().stream().filter(v -> v.role().trainable()).toList();
          List<Value> wanted = trained.stream().map(b::variable).toList();
          List<Value> gradients = List.copyOf(Gradients.of(b, loss, wanted).values());
          for (int i = 0; i < trained.size(); i++) {
            b.output(trained.get(i).path(), gradients.get(i));
          }
          Program program = program(b.build());
          fill(program.input("x"));
          program.input("t").fill(1);
          program.run();
          for (Variable v : trained) {
            Tensor g = program.output(v.path());
            assertFinite(v.path(), g);
            assertThat(hasValues(g)).as("%s has a gradient", v.path()).isTrue();
          }
        });
  }

  @Test
  void namesAreUnique() {
    assertThat(Models.names())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(COUNTS.keySet());
  }

  @Test
  void namesOfParametersArePyTorchs() {
    assertThat(paths("resnet20"))
        .startsWith(
            "0.0.weight",
            "0.1.weight",
            "0.1.bias",
            "0.1.running_mean",
            "0.1.running_var",
            "1.a.0.weight",
            "1.a.1.weight")
        .contains("4.d.0.weight", "4.d.1.running_var", "7.d.0.weight")
        .doesNotContain("1.d.0.weight", "5.d.0.weight")
        .endsWith("11.weight", "11.bias");
    assertThat(paths("ecg1d"))
        .contains("1.a.weight", "1.a.bias", "5.b.bias", "7.weight", "9.bias")
        .hasSize(29);
  }

  @Test
  void unknownNamesAreToldTheNearest() {
    assertThatThrownBy(() -> Models.get("resnet21"))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            unknown model 'resnet21'
              expected: one of mlp, lenet5, resnet20, resnet18-cifar, resnet18-3d, vgg11-cifar, \
            ecg1d
              fix: did you mean 'resnet20'?\
            """);
  }

  @Test
  void modelsNeedAClass() {
    assertThatThrownBy(() -> Models.get("mlp").network(Shape.of(4), 0))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            a model has too few classes
              expected: at least 1
              got: 0\
            """);
  }

  @Test
  void smallInputsAreToldWhere() {
    assertThatThrownBy(() -> Models.get("lenet5").network(Shape.of(7, 7, 1), 10).inference(1))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            3: the kernel is larger than the padded input
              expected: an input of at least 5
              got: input 3, padding 0 + 0, kernel 5
              fix: use a smaller kernel, more padding, or fewer layers that shrink the input\
            """);
  }

  private static List<String> paths(String model) {
    return Models.get(model).network().inference(1).variables().stream()
        .map(Variable::path)
        .toList();
  }

  private static Shape logits(Graph graph) {
    return graph.node(Objects.requireNonNull(graph.outputs().get(Network.LOGITS))).shape();
  }

  /// The usual input, or a smaller one where the network takes any size and is slow.
  private static Shape small(ModelCard card) {
    return switch (card.name()) {
      case "resnet18-3d" -> Shape.of(12, 11, 10, 1);
      case "resnet20", "resnet18-cifar" -> Shape.of(18, 17, 3);
      default -> card.input();
    };
  }

  private static Program program(Graph graph) {
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(7)));
    return new Program(Plan.of(graph, Mode.FAST), parameters, TEAM);
  }

  private static void fill(Tensor t) {
    Seed seed = Seed.of(3);
    for (int i = 0; i < t.length(); i++) {
      t.set(i, seed.gaussian(i));
    }
  }

  private static void assertFinite(String what, Tensor t) {
    int at = 0;
    while (at < t.length() && Float.isFinite(t.get(at))) {
      at++;
    }
    assertThat(at).as("%s: the first value that is not finite", what).isEqualTo(t.length());
  }

  private static boolean hasValues(Tensor t) {
    for (int i = 0; i < t.length(); i++) {
      if (t.get(i) != 0) {
        return true;
      }
    }
    return false;
  }

  private static Stream<DynamicTest> each(Consumer<ModelCard> check) {
    return Models.all().stream()
        .map(card -> DynamicTest.dynamicTest(card.name(), () -> check.accept(card)));
  }
}
