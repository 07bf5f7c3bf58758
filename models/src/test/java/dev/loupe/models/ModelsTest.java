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
import dev.loupe.nn.Optimiser;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
      Map.ofEntries(
          Map.entry("mlp", 535_818L),
          Map.entry("lenet5", 61_706L),
          Map.entry("smallcnn", 95_658L),
          Map.entry("resnet20", 272_474L),
          Map.entry("resnet18-cifar", 11_173_962L),
          Map.entry("resnet10-3d", 14_340_939L),
          Map.entry("resnet18-3d", 33_145_419L),
          Map.entry("wrn-16-4", 2_748_890L),
          Map.entry("resnet9", 6_573_120L),
          Map.entry("vgg11-cifar", 9_228_362L),
          Map.entry("ecg1d", 53_989L),
          Map.entry("resnet1d", 503_106L),
          Map.entry("m5", 558_090L),
          Map.entry("speccnn", 390_890L),
          Map.entry("alexnet", 61_100_840L),
          Map.entry("vgg11", 132_863_336L),
          Map.entry("vgg13", 133_047_848L),
          Map.entry("vgg16", 138_357_544L),
          Map.entry("vgg19", 143_667_240L),
          Map.entry("vgg11_bn", 132_868_840L),
          Map.entry("vgg13_bn", 133_053_736L),
          Map.entry("vgg16_bn", 138_365_992L),
          Map.entry("vgg19_bn", 143_678_248L),
          Map.entry("squeezenet1_0", 1_248_424L),
          Map.entry("squeezenet1_1", 1_235_496L),
          Map.entry("resnet18", 11_689_512L),
          Map.entry("resnet34", 21_797_672L),
          Map.entry("resnet50", 25_557_032L),
          Map.entry("resnet101", 44_549_160L),
          Map.entry("resnet152", 60_192_808L),
          Map.entry("resnext50_32x4d", 25_028_904L),
          Map.entry("wide_resnet50_2", 68_883_240L),
          Map.entry("resnetv2_50", 25_549_352L),
          Map.entry("googlenet", 6_624_904L),
          Map.entry("inception_v3", 23_834_568L),
          Map.entry("densenet121", 7_978_856L),
          Map.entry("densenet169", 14_149_480L),
          Map.entry("mobilenetv1_100", 4_231_976L),
          Map.entry("mobilenet_v2", 3_504_872L),
          Map.entry("mobilenet_v3_small", 2_542_856L),
          Map.entry("mobilenet_v3_large", 5_483_032L),
          Map.entry("shufflenet_v2_x0_5", 1_366_792L),
          Map.entry("shufflenet_v2_x1_0", 2_278_604L),
          Map.entry("mnasnet0_5", 2_218_512L),
          Map.entry("mnasnet1_0", 4_383_312L),
          Map.entry("efficientnet_b0", 5_288_548L),
          Map.entry("efficientnet_b1", 7_794_184L),
          Map.entry("efficientnet_b2", 9_109_994L),
          Map.entry("efficientnet_b3", 12_233_232L),
          Map.entry("efficientnet_v2_s", 21_458_488L),
          Map.entry("regnet_y_400mf", 4_344_144L),
          Map.entry("convnext_tiny", 28_589_128L),
          Map.entry("convnext_atto", 3_695_520L),
          Map.entry("convmixer-256-8", 594_186L),
          Map.entry("convmixer_768_32", 21_110_248L),
          Map.entry("vit_tiny_patch16_224", 5_717_416L),
          Map.entry("vit_tiny_patch8_224", 5_719_720L),
          Map.entry("vit_small_patch16_224", 22_050_664L),
          Map.entry("vit_small_patch8_224", 22_055_272L),
          Map.entry("vit_base_patch16_224", 86_567_656L),
          Map.entry("vit_base_patch8_224", 86_576_872L),
          Map.entry("deit_tiny_patch16_224", 5_717_416L),
          Map.entry("deit_tiny_distilled_patch16_224", 5_910_800L),
          Map.entry("vit-lite-6-4", 3_190_538L),
          Map.entry("vit-lite-7-4", 3_716_874L),
          Map.entry("vit-lite-small", 269_370L),
          Map.entry("cvt-7-4", 3_716_619L),
          Map.entry("cct-2-3x2", 283_723L),
          Map.entry("cct-7-3x1", 3_760_139L),
          Map.entry("vit1d", 134_850L),
          Map.entry("vit3d", 487_595L),
          Map.entry("r3d_18", 33_371_472L),
          Map.entry("resnet20-a", 269_722L),
          Map.entry("unet", 7_762_498L),
          Map.entry("unet3d", 4_769_490L));

  /// Networks like others here, but larger: they are written, and not computed.
  private static final Set<String> LARGER =
      Set.of(
          "vgg13",
          "vgg16",
          "vgg19",
          "vgg11_bn",
          "vgg13_bn",
          "vgg16_bn",
          "vgg19_bn",
          "resnet34",
          "resnet101",
          "resnet152",
          "wide_resnet50_2",
          "inception_v3",
          "densenet169",
          "squeezenet1_0",
          "mobilenet_v3_large",
          "shufflenet_v2_x1_0",
          "mnasnet1_0",
          "efficientnet_b1",
          "efficientnet_b2",
          "efficientnet_b3",
          "efficientnet_v2_s",
          "convnext_tiny",
          "convmixer_768_32");

  @TestFactory
  Stream<DynamicTest> countsParametersAsPyTorch() {
    return each(
        card -> {
          long count = trained(card.network());
          assertThat(count).isEqualTo(COUNTS.get(card.name()));
        });
  }

  @TestFactory
  Stream<DynamicTest> givesLogitsForEachSampleOrPlace() {
    return each(
        card -> {
          boolean places = card.name().startsWith("unet");
          Shape one = places ? card.input() : Shape.of(1);
          Graph usual = card.network().inference(3);
          assertThat(logits(usual)).isEqualTo(one.with(-1, card.classes()).prepend(3));
          Graph other = card.network(card.input().with(-1, 2), 7).inference(1);
          assertThat(logits(other)).isEqualTo(one.with(-1, 7).prepend(1));
        });
  }

  @TestFactory
  Stream<DynamicTest> trainsAStepToFiniteParameters() {
    return small(
        card -> {
          Network network = card.network(input(card), Math.min(10, card.classes()));
          Network.Training how =
              new Network.Training(CrossEntropy.of(), Optimiser.sgd(0.9f, 1e-4f), List.of());
          Graph graph = Passes.training(network.training(2, how));
          Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(7)));
          Program program = new Program(Plan.of(graph, Mode.FAST), parameters, TEAM);
          fill(program.input(Network.INPUT));
          program.input(Network.TARGET).fill(1);
          program.input(Network.LEARNING_RATE).fill(0.01f);
          program.run(0);
          float before = program.output(Network.LOSS).get(0);
          program.run(1);
          assertThat(before).isFinite().isPositive();
          assertThat(program.output(Network.LOSS).get(0)).isFinite().isNotEqualTo(before);
          for (Variable v : parameters.variables()) {
            assertFinite(v.path(), parameters.tensor(v.path()));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> givesFiniteLogits() {
    return small(
        card -> {
          Network network = card.network(input(card), Math.min(10, card.classes()));
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
    return small(
        card -> {
          GraphBuilder b = new GraphBuilder();
          Scope scope = Scope.training(b, List.of());
          Network network = card.network(input(card), Math.min(10, card.classes()));
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
    assertThat(paths("unet:depth=1,width=4"))
        .startsWith("down0.a.0.weight", "down0.a.1.weight")
        .contains("down1.b.0.weight", "up0.weight", "up0.bias", "merge0.a.0.weight")
        .endsWith("head.weight", "head.bias");
  }

  @Test
  void unknownNamesAreToldTheNearest() {
    assertThatThrownBy(() -> Models.get("lenet6"))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            """
            unknown model 'lenet6'
              expected: one of %s
              fix: did you mean 'lenet5'?\
            """
                .formatted(String.join(", ", Models.names())));
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
  void spectrogramsAreMadeOfWaves() {
    Network waves = Models.get("speccnn:hop=50,bands=33").network(Shape.of(1999, 1), 10);
    Network pictures = Models.get("speccnn").network(Shape.of(40, 33, 1), 10);
    Graph graph = waves.inference(2);
    assertThat(logits(graph)).isEqualTo(Shape.of(2, 10));
    // The scale and the shift of the one normalisation; the spectrogram itself has none.
    assertThat(trained(waves)).isEqualTo(trained(pictures) + 2);
    Network even = Models.get("speccnn:level=even").network(Shape.of(1999, 1), 10);
    assertThat(trained(even)).isEqualTo(trained(waves));
    assertThat(paths("speccnn")).doesNotContain("norm.weight").contains("0.0.weight");
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

  /// How many values of a network are trained.
  static long trained(Network network) {
    return network.inference(1).variables().stream()
        .filter(v -> v.role().trainable())
        .mapToLong(v -> v.shape().elements())
        .sum();
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
  private static Shape input(ModelCard card) {
    return switch (card.name().split(":", 2)[0]) {
      case "resnet10-3d", "resnet18-3d" -> Shape.of(12, 11, 10, 1);
      case "resnet20", "resnet20-a", "resnet18-cifar", "wrn-16-4", "resnet9" -> Shape.of(18, 17, 3);
      case "m5" -> Shape.of(1200, 1);
      case "speccnn" -> Shape.of(33, 40, 1);
      case "unet" -> Shape.of(32, 48, 1);
      case "unet3d" -> Shape.of(8, 16, 8, 1);
      case "r3d_18" -> Shape.of(5, 24, 22, 3);
      default -> large(card) ? Shape.of(64, 72, 3) : card.input();
    };
  }

  private static boolean large(ModelCard card) {
    return card.input().elements() >= 224 * 224 * 3;
  }

  /// The model, or one with fewer channels where that can be chosen and it is for large inputs.
  private static ModelCard narrow(ModelCard card) {
    if (large(card) && card.settings().all().stream().anyMatch(x -> x.name().equals("heads"))) {
      return card.with("width=24,depth=2");
    }
    for (String choice : List.of("width=16", "hidden=32", "growth=8")) {
      String setting = choice.substring(0, choice.indexOf('='));
      if (large(card) && card.settings().all().stream().anyMatch(x -> x.name().equals(setting))) {
        return card.with(choice);
      }
    }
    return card;
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

  private static Stream<DynamicTest> small(Consumer<ModelCard> check) {
    return Models.all().stream()
        .filter(card -> !LARGER.contains(card.name()))
        .map(card -> DynamicTest.dynamicTest(card.name(), () -> check.accept(narrow(card))));
  }

  private static Stream<DynamicTest> each(Consumer<ModelCard> check) {
    return Models.all().stream()
        .map(card -> DynamicTest.dynamicTest(card.name(), () -> check.accept(card)));
  }
}
