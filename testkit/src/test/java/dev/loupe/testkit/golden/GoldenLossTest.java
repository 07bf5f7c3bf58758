package dev.loupe.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Gradients;
import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Value;
import dev.loupe.kernel.Parallel;
import dev.loupe.nn.BinaryCrossEntropy;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Dice;
import dev.loupe.nn.Focal;
import dev.loupe.nn.Huber;
import dev.loupe.nn.L1;
import dev.loupe.nn.Loss;
import dev.loupe.nn.MeanSquared;
import dev.loupe.nn.Scope;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.golden.GoldenTest.Checker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every loss and its gradient against PyTorch, within the tolerance that [GoldenTest] states.
final class GoldenLossTest {
  private static final int CLASSES = 7;
  private static final GoldenFile FILE = GoldenFile.read("losses.txt");

  private enum Target {
    CLASS,
    DISTRIBUTION,
    PROBABILITY,
    BINARY
  }

  private record Case(String name, Loss loss, Target target, Shape prediction) {}

  private static List<Case> all() {
    Shape rows = Shape.of(9, CLASSES);
    CrossEntropy plain = CrossEntropy.of();
    CrossEntropy weighted = plain.withClassWeights(weights());
    List<Case> cases = new ArrayList<>();
    hardAndSoft(cases, "cross-entropy", plain, rows);
    hardAndSoft(cases, "cross-entropy-smooth", plain.withLabelSmoothing(0.125f), rows);
    hardAndSoft(cases, "cross-entropy-weights", weighted, rows);
    hardAndSoft(cases, "cross-entropy-both", weighted.withLabelSmoothing(0.125f), rows);
    cases.add(new Case("cross-entropy-places", weighted, Target.CLASS, Shape.of(2, 3, 4, CLASSES)));
    Shape s = Shape.of(3, 5);
    cases.add(new Case("binary", BinaryCrossEntropy.of(), Target.PROBABILITY, s));
    cases.add(new Case("mean-squared", MeanSquared.of(), Target.PROBABILITY, s));
    cases.add(new Case("l1", L1.of(), Target.PROBABILITY, s));
    cases.add(new Case("huber", Huber.of(), Target.PROBABILITY, s));
    cases.add(new Case("huber-small", new Huber(0.25f), Target.PROBABILITY, s));
    cases.add(new Case("dice", Dice.of(), Target.BINARY, Shape.of(2, 4, 5, 3)));
    cases.add(new Case("focal", Focal.of(), Target.BINARY, s));
    return cases;
  }

  private static void hardAndSoft(List<Case> cases, String name, CrossEntropy loss, Shape rows) {
    cases.add(new Case(name, loss, Target.CLASS, rows));
    cases.add(new Case(name + "-soft", loss.withSoftTargets(), Target.DISTRIBUTION, rows));
  }

  private static List<Float> weights() {
    List<Float> weights = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      weights.add(GoldenData.uniform("weights/w", i) * 0.5f + 1);
    }
    return weights;
  }

  @Test
  void casesAreThoseOfTheFile() {
    assertThat(all().stream().map(Case::name))
        .containsExactlyInAnyOrderElementsOf(FILE.cases().keySet());
  }

  @TestFactory
  Stream<DynamicTest> fastKernels() {
    return all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, Mode.FAST)));
  }

  @TestFactory
  Stream<DynamicTest> referenceKernels() {
    return all().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, Mode.CHECKED)));
  }

  private static void check(Case c, Mode mode) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", c.prediction());
    Value target = b.input("t", c.loss().target(c.prediction()));
    Value y = c.loss().apply(Scope.training(b, List.of()), x, target);
    b.output("y", y);
    b.output("dx", Gradients.of(b, y, List.of(x)).values().iterator().next());
    Graph graph = b.build();
    Parameters none = Parameters.of(graph, ParameterSource.random(Seed.of(0)));
    Program program = new Program(Plan.of(graph, mode), none, new Parallel(1));
    GoldenData.fill(c.name() + "/x", program.input("x"), 3);
    targets(c, program.input("t"));
    program.run();
    Checker checker = new Checker(c.name(), FILE.get(c.name()), GoldenTest.TOLERANCE);
    checker.tensor("y", program.output("y"), new int[0]);
    checker.tensor("dx", program.output("dx"), GoldenData.order(c.prediction()));
    assertThat(checker.seen).containsExactlyInAnyOrderElementsOf(FILE.get(c.name()).keySet());
  }

  private static void targets(Case c, Tensor t) {
    String name = c.name() + "/t";
    switch (c.target()) {
      case CLASS -> GoldenData.indices(name, t, CLASSES);
      case DISTRIBUTION -> GoldenData.distributions(name, t);
      case PROBABILITY -> {
        GoldenData.fill(name, t, 0.5f);
        for (int i = 0; i < t.length(); i++) {
          t.set(i, t.get(i) + 0.5f);
        }
      }
      case BINARY -> GoldenData.classes(name, t, 2);
    }
  }
}
