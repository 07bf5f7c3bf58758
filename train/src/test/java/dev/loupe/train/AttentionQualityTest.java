package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.explain.Lens;
import dev.loupe.explain.Progress;
import dev.loupe.explain.Target;
import dev.loupe.explain.method.AttentionMap;
import dev.loupe.explain.method.Attribution;
import dev.loupe.explain.method.GradientAttention;
import dev.loupe.explain.method.Method;
import dev.loupe.explain.method.RandomMap;
import dev.loupe.explain.method.Rollout;
import dev.loupe.explain.quality.Perturbation;
import dev.loupe.models.Models;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Explanations of a small transformer on convolutions that tells drawn digits apart.
final class AttentionQualityTest {
  private static final Splits DIGITS = Digits.splits(2_000, 50);

  private record Case(Tensor sample, Target target) {}

  @Test
  void whatAttentionPointsAtMattersMoreThanWhatRandomMapsDo() {
    String name = "cct-2-3x2:width=32,droppath=0";
    Model model =
        Trainer.of(Models.get(name).network(DIGITS.train().shape(), 10))
            .optimiser(Optimiser.adamW(0.01f))
            .rate(2e-3f)
            .batch(32)
            .epochs(5)
            .seed(7)
            .train(DIGITS)
            .model();
    List<Case> cases = new ArrayList<>();
    int right = 0;
    for (int i = 0; i < DIGITS.test().size(); i++) {
      Tensor read = Tensor.zeros(DIGITS.test().shape());
      DIGITS.test().read(i, read);
      Tensor sample = Tensor.zeros(read.shape());
      model.preprocessing().normalise().apply(Seed.of(0), read, sample);
      int answer = model.classify(read).getFirst().index();
      right += answer == DIGITS.test().label(i) ? 1 : 0;
      cases.add(new Case(sample, new Target.Output(answer)));
    }
    assertThat(right).isGreaterThanOrEqualTo(30);
    Lens lens = model.lens();
    double[] random = areas(lens, cases.subList(0, 20), new RandomMap(1));
    for (Method m : List.of(AttentionMap.USUAL, new Rollout(), new GradientAttention())) {
      double[] own = areas(lens, cases.subList(0, 20), m);
      assertThat(own[0]).as(m + ": deletion").isLessThan(0.7 * random[0]);
      assertThat(own[1]).as(m + ": insertion").isGreaterThan(random[1] + 0.03);
    }
  }

  /// The mean areas under deletion and insertion.
  private static double[] areas(Lens lens, List<Case> cases, Method method) {
    double[] sums = new double[2];
    for (Case c : cases) {
      Attribution a = method.explain(lens, c.sample(), c.target());
      Perturbation p = Perturbation.of(lens, c.sample(), c.target(), a.map(), 16, Progress.NONE);
      sums[0] += p.deletion().area() / cases.size();
      sums[1] += p.insertion().area() / cases.size();
    }
    return sums;
  }
}
