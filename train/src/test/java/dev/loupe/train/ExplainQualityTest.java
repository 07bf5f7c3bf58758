package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.Attribution;
import dev.loupe.explain.method.GradCam;
import dev.loupe.explain.method.GuidedBackpropagation;
import dev.loupe.explain.method.IntegratedGradients;
import dev.loupe.explain.method.Method;
import dev.loupe.explain.method.Occlusion;
import dev.loupe.explain.method.RandomMap;
import dev.loupe.explain.method.Saliency;
import dev.loupe.explain.quality.Agreement;
import dev.loupe.explain.quality.Perturbation;
import dev.loupe.explain.quality.SanityCheck;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Explanations of a network that tells drawn digits apart.
final class ExplainQualityTest {
  private static final Splits DIGITS = Digits.splits(2_000, 100);
  private static final List<SanityCheck.Case> CASES = new ArrayList<>();
  private static final Model MODEL = trained();
  private static final Lens LENS = MODEL.lens();

  private static Model trained() {
    Network network =
        new Network(
            DIGITS.train().shape(),
            Sequential.of(
                Conv.of(8, 5),
                Nonlinearity.RELU,
                MaxPool.of(2),
                Conv.of(16, 5),
                Nonlinearity.RELU,
                MaxPool.of(2),
                Flatten.of(),
                Dense.of(10)));
    return Trainer.of(network).epochs(3).seed(7).train(DIGITS).model();
  }

  @BeforeAll
  static void explainWhatItAnswers() {
    for (int i = 0; i < DIGITS.test().size(); i++) {
      Tensor read = Tensor.zeros(DIGITS.test().shape());
      DIGITS.test().read(i, read);
      Tensor sample = Tensor.zeros(read.shape());
      MODEL.preprocessing().normalise().apply(Seed.of(0), read, sample);
      int answer = MODEL.classify(read).getFirst().index();
      CASES.add(new SanityCheck.Case(sample, new Target.Output(answer)));
    }
  }

  @Test
  void exampleOfTheDocuments() {
    Model model = MODEL;
    Tensor sample = CASES.getFirst().sample();
    List<SanityCheck.Case> cases = CASES.subList(0, 8);
    // EXPLAIN
    Lens lens = model.lens();
    Target target = new Target.Output(3);
    Attribution map = Method.parse("gradcam").explain(lens, sample, target);
    Perturbation curves =
        Perturbation.of(lens, sample, target, map.map(), Perturbation.STEPS, Progress.NONE);
    double deletion = curves.deletion().area();
    SanityCheck check = SanityCheck.of(lens, map.method(), cases, 3, Seed.of(1), Progress.NONE);
    // EXPLAIN
    assertThat(deletion).isBetween(0.0, 1.0);
    assertThat(check.stages()).hasSize(3);
  }

  @Test
  void whatMapsPointAtMattersMoreThanWhatRandomOnesDo() {
    double[] random = areas(new RandomMap(3));
    for (Method m :
        List.of(new Saliency(), GradCam.USUAL, IntegratedGradients.USUAL, Occlusion.USUAL)) {
      double[] own = areas(m);
      assertThat(own[0]).as(m + ": deletion").isLessThan(0.8 * random[0]);
      assertThat(own[1]).as(m + ": insertion").isGreaterThan(random[1] + 0.08);
    }
  }

  /// The mean areas under deletion and insertion.
  private static double[] areas(Method method) {
    double[] sums = new double[2];
    for (SanityCheck.Case c : CASES) {
      Attribution a = method.explain(LENS, c.sample(), c.target());
      Perturbation p = Perturbation.of(LENS, c.sample(), c.target(), a.map(), 16, Progress.NONE);
      sums[0] += p.deletion().area() / CASES.size();
      sums[1] += p.insertion().area() / CASES.size();
    }
    return sums;
  }

  @Test
  void mapsThatDependOnTheWeightsPassAndGuidedOnesDoNot() {
    for (long seed = 1; seed <= 3; seed++) {
      assertThat(check(GradCam.USUAL, seed).passed()).isTrue();
      assertThat(check(new Saliency(), seed).passed()).isTrue();
      assertThat(check(new GuidedBackpropagation(), seed).passed()).isFalse();
    }
  }

  private static SanityCheck check(Method method, long seed) {
    return SanityCheck.of(LENS, method, CASES.subList(0, 20), 3, Seed.of(seed), Progress.NONE);
  }

  @Test
  void integratedGradientsOfATrainedNetworkAddUp() {
    double worst = 0;
    for (SanityCheck.Case c : CASES.subList(0, 20)) {
      Attribution a = IntegratedGradients.USUAL.explain(LENS, c.sample(), c.target());
      worst = Math.max(worst, a.completeness().orElseThrow().gap());
    }
    assertThat(worst).isLessThan(0.02);
  }

  @Test
  void methodsAgreeMoreWithEachOtherThanWithRandomMaps() {
    SanityCheck.Case c = CASES.getFirst();
    List<Attribution> all = new ArrayList<>();
    for (Method m : List.of(new Saliency(), IntegratedGradients.USUAL, new RandomMap(1))) {
      all.add(m.explain(LENS, c.sample(), c.target()));
    }
    double[][] r = Agreement.of(all).correlations();
    assertThat(r[0][0]).isEqualTo(1);
    assertThat(r[0][1]).isEqualTo(r[1][0]).isGreaterThan(r[0][2] + 0.2);
  }
}
