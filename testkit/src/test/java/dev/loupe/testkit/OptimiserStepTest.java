package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.op.OptimiserStep;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.OptimiserRule;
import dev.loupe.kernel.OptimiserRule.Adam;
import dev.loupe.kernel.OptimiserRule.RmsProp;
import dev.loupe.kernel.OptimiserRule.Sgd;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Five steps of each rule against PyTorch's formulas in double precision, written out here.
final class OptimiserStepTest {
  // One chunk, a scalar, a few tensors in one piece, several chunks with an odd rest.
  private static final List<Shape> SHAPES =
      List.of(Shape.of(3, 19), Shape.of(), Shape.of(33), Shape.of(20_003), Shape.of(16));
  private static final List<Boolean> DECAY = List.of(true, false, false, true, true);
  private static final List<Float> RATES = List.of(0.1f, 1f, 3f, 0.3f, 0.01f);
  private static final int STEPS = 5;

  private static Stream<OptimiserRule> rules() {
    return Stream.of(
        new Sgd(0, false, 0),
        new Sgd(0, false, 0.01f),
        new Sgd(0.9f, false, 5e-4f),
        new Sgd(0.9f, true, 0.1f),
        new Adam(0.9f, 0.999f, 1e-8f, 0, false),
        new Adam(0.9f, 0.999f, 1e-8f, 0.1f, false),
        new Adam(0.8f, 0.95f, 1e-6f, 0.1f, true),
        new RmsProp(0.99f, 1e-8f, 0, 0.1f),
        new RmsProp(0.9f, 1e-8f, 0.9f, 0.1f));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void followsTheFormulas(OptimiserRule rule) {
    follows(rule, List.of(), false);
    follows(rule, List.of(), true);
    follows(rule, RATES, false);
  }

  private static void follows(OptimiserRule rule, List<Float> rates, boolean clipped) {
    List<Tensor> reference = state(rule, clipped);
    List<Tensor> fastest = state(rule, clipped);
    List<double[]> truth = new ArrayList<>();
    reference.forEach(t -> truth.add(doubles(t)));
    OptimiserStep op = new OptimiserStep(rule, DECAY, rates, clipped, 1);
    for (int step = 0; step < STEPS; step++) {
      gradients(rule, clipped, reference, step);
      gradients(rule, clipped, fastest, step);
      Tensor out = Interpreter.run(op, reference, KernelPolicy.REFERENCE, step);
      assertThat(out.get(0)).isEqualTo(0.02f);
      out = Interpreter.run(op, fastest, KernelPolicy.FASTEST, step);
      assertThat(out.get(0)).isEqualTo(0.02f);
      follow(rule, rates, clipped, reference, truth, step);
    }
    for (int i = 0; i < reference.size(); i++) {
      assertThat(fastest.get(i).toArray())
          .as("bits of operand %d", i)
          .isEqualTo(reference.get(i).toArray());
      if (op.overwrites(i)) {
        double error = 0;
        for (int j = 0; j < truth.get(i).length; j++) {
          double expected = truth.get(i)[j];
          double off = Math.abs(reference.get(i).get(j) - expected);
          error = Math.max(error, off / Math.max(1, Math.abs(expected)));
        }
        assertThat(error).as("error of operand %d", i).isLessThan(1e-6);
      }
    }
  }

  /// Two runs of three leave all as it is; the third is the step, with the step's number.
  @ParameterizedTest
  @MethodSource("rules")
  void takesAStepInEveryThirdRun(OptimiserRule rule) {
    for (KernelPolicy policy : List.of(KernelPolicy.REFERENCE, KernelPolicy.FASTEST)) {
      List<Tensor> each = state(rule, true);
      List<Tensor> third = state(rule, true);
      OptimiserStep one = new OptimiserStep(rule, DECAY, RATES, true, 1);
      OptimiserStep three = new OptimiserStep(rule, DECAY, RATES, true, 3);
      for (int run = 0; run < 3 * STEPS; run++) {
        gradients(rule, true, third, run);
        if (run % 3 == 2) {
          gradients(rule, true, each, run);
          Interpreter.run(one, each, policy, run / 3);
        }
        Tensor out = Interpreter.run(three, third, policy, run);
        assertThat(out.get(0)).isEqualTo(0.02f);
        for (int i = 0; i < each.size(); i++) {
          if (one.overwrites(i)) {
            assertThat(third.get(i)).as("operand %d, run %d", i, run).isEqualTo(each.get(i));
          }
        }
      }
    }
  }

  private static List<Tensor> state(OptimiserRule rule, boolean clipped) {
    List<Tensor> state = new ArrayList<>();
    state.add(Tensor.scalar(0.02f));
    if (clipped) {
      state.add(Tensor.scalar(0.75f));
    }
    for (int i = 0; i < SHAPES.size(); i++) {
      state.add(Fill.normal().tensor(Seed.of(7).child(i), false, SHAPES.get(i)));
      for (int slot = 0; slot < 1 + rule.slots(); slot++) {
        state.add(Tensor.zeros(SHAPES.get(i)));
      }
    }
    return state;
  }

  private static void gradients(OptimiserRule rule, boolean clipped, List<Tensor> to, int step) {
    for (int i = 0; i < SHAPES.size(); i++) {
      Tensor g = to.get(operand(rule, clipped, i) + 1);
      Fill.normal().fill(Seed.of(8).child(step).child(i), false, g);
    }
  }

  private static int operand(OptimiserRule rule, boolean clipped, int parameter) {
    return (clipped ? 2 : 1) + parameter * (2 + rule.slots());
  }

  private static void follow(
      OptimiserRule rule,
      List<Float> rates,
      boolean clipped,
      List<Tensor> in,
      List<double[]> truth,
      int step) {
    for (int i = 0; i < SHAPES.size(); i++) {
      double rate = in.get(0).get(0) * (double) (rates.isEmpty() ? 1 : rates.get(i));
      int at = operand(rule, clipped, i);
      double[] p = truth.get(at);
      for (int j = 0; j < p.length; j++) {
        double g = in.get(at + 1).get(j) * (clipped ? 0.75 : 1);
        boolean decays = DECAY.get(i);
        switch (rule) {
          case Sgd s -> {
            g += decays ? s.weightDecay() * p[j] : 0;
            if (s.momentum() != 0) {
              double[] m = truth.get(at + 2);
              m[j] = step == 0 ? g : s.momentum() * m[j] + g;
              g = s.nesterov() ? g + s.momentum() * m[j] : m[j];
            }
            p[j] -= rate * g;
          }
          case Adam a -> {
            double[] m = truth.get(at + 2);
            double[] v = truth.get(at + 3);
            double beta1 = decimal(a.beta1());
            double beta2 = decimal(a.beta2());
            if (decays && a.decoupled()) {
              p[j] *= 1 - rate * a.weightDecay();
            } else if (decays) {
              g += a.weightDecay() * p[j];
            }
            m[j] = beta1 * m[j] + (1 - beta1) * g;
            v[j] = beta2 * v[j] + (1 - beta2) * g * g;
            double mean = m[j] / (1 - Math.pow(beta1, step + 1));
            double square = v[j] / (1 - Math.pow(beta2, step + 1));
            p[j] -= rate * mean / (Math.sqrt(square) + a.epsilon());
          }
          case RmsProp r -> {
            double[] v = truth.get(at + 2);
            double alpha = decimal(r.alpha());
            g += decays ? r.weightDecay() * p[j] : 0;
            v[j] = alpha * v[j] + (1 - alpha) * g * g;
            double d = g / (Math.sqrt(v[j]) + r.epsilon());
            if (r.momentum() != 0) {
              double[] m = truth.get(at + 3);
              m[j] = r.momentum() * m[j] + d;
              d = m[j];
            }
            p[j] -= rate * d;
          }
        }
      }
    }
  }

  private static double decimal(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private static double[] doubles(Tensor t) {
    double[] v = new double[t.length()];
    for (int i = 0; i < v.length; i++) {
      v[i] = t.get(i);
    }
    return v;
  }

  @Test
  void overwritesParametersAndMemory() {
    OptimiserStep op =
        new OptimiserStep(new Adam(0.9f, 0.999f, 1e-8f, 0, false), List.of(true, true), true);
    List<Integer> overwritten =
        Stream.iterate(0, i -> i + 1).limit(10).filter(op::overwrites).toList();
    assertThat(overwritten).containsExactly(2, 4, 5, 6, 8, 9);
  }
}
