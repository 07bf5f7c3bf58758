package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Initialiser;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.pass.Passes;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.Parallel;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Steps with large values run some samples at a time, with the bits of a run without.
final class SlicesTest {
  private static final int STEPS = 8;
  private static final int SLICED = 6;
  private static final Initialiser RANDOM =
      (seed, t) -> {
        for (int i = 0; i < t.length(); i++) {
          t.set(i, 0.2f * seed.gaussian(i));
        }
      };

  @ParameterizedTest
  @CsvSource({"6, 96, 6, false", "6, 96, 6, true", "48, 32, 6, false", "7, 96, 7, false"})
  void slicesHaveTheBitsOfSingleSamples(int batch, int size, int slices, boolean keeping) {
    Plan plan = Plan.of(graph(batch, size, keeping), Mode.FAST);
    assertThat(plan.steps()).hasSize(STEPS);
    for (int i = 0; i < STEPS; i++) {
      assertThat(plan.steps().get(i).slices().count()).isEqualTo(i < SLICED ? slices : 1);
    }
    assertThat(plan.describe()).contains("  in %d slices".formatted(slices));
    Program single = program(graph(1, size, keeping), 1);
    for (int threads : List.of(1, 3)) {
      Program whole = program(plan.graph(), threads);
      fill(whole.input("x"), 0);
      whole.run();
      whole.run();
      for (int n = 0; n < batch; n++) {
        fill(single.input("x"), n * single.input("x").length());
        single.run();
        for (String output : plan.graph().outputs().keySet()) {
          Tensor one = single.output(output);
          Tensor all = whole.output(output);
          int from = all.offset() + n * one.length();
          assertThat(new Tensor(one.shape(), all.data(), from)).isEqualTo(one);
          assertThat(one).isNotEqualTo(Tensor.zeros(one.shape()));
        }
      }
    }
  }

  @Test
  void whatIsBetweenTakesTheMemoryOfASlice() {
    Plan sliced = Plan.of(graph(6, 96, false), Mode.FAST);
    Plan single = Plan.of(graph(1, 96, false), Mode.FAST);
    long leaving = 4L * 6 * 48 * 48 * 128;
    assertThat(sliced.activations().bytes())
        .isLessThanOrEqualTo(single.activations().bytes() + leaving);
  }

  @Test
  void smallValuesAndTrainingsAreNotSliced() {
    assertThat(Plan.of(graph(2, 32, false), Mode.FAST).describe()).doesNotContain("slices");
    assertThat(Plan.of(graph(6, 96, false), Mode.CHECKED).describe()).doesNotContain("slices");
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", Shape.of(8, 96, 96, 3));
    Value w = b.input("w", Shape.of(3, 3, 3, 64));
    Value y = b.apply(new Convolution(Window.of(2, 3, 1, 1), 1), x, w);
    b.output("y", b.apply(new Pool(PoolKind.MAX, Window.of(2, 2, 2, 0), false), y));
    assertThat(Plan.of(b.build(), Mode.FAST).describe()).doesNotContain("slices");
  }

  private static Program program(Graph graph, int threads) {
    Parameters parameters = Parameters.of(graph, ParameterSource.random(Seed.of(3)));
    return new Program(Plan.of(graph, Mode.FAST), parameters, new Parallel(threads));
  }

  private static void fill(Tensor x, int from) {
    for (int i = 0; i < x.length(); i++) {
      x.set(i, Seed.of(4).gaussian(from + i));
    }
  }

  /// Of 64 channels values are large, of 16 not; a concatenation has 128, a pooling quarters it.
  private static Graph graph(int batch, int size, boolean keeping) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", Shape.of(batch, size, size, 3));
    Value a = layer(b, x, "a", Window.of(2, 3, 1, 1), 64, 1);
    Value d = layer(b, a, "d", Window.of(2, 3, 1, 1), 64, 64);
    Value e = layer(b, d, "e", Window.of(2, 1, 1, 0), 64, 1);
    Value sum = b.apply(Arithmetic.ADD, convolution(b, e, "f", Window.of(2, 1, 1, 0), 64, 1), a);
    Value wide = b.apply(Concat.CHANNELS, sum, e);
    Value pooled = b.apply(new Pool(PoolKind.MAX, Window.of(2, 3, 2, 1), false), wide);
    Value small = layer(b, pooled, "g", Window.of(2, 3, 1, 1), 16, 1);
    b.output("y", layer(b, small, "h", Window.of(2, 1, 1, 0), 16, 1));
    if (keeping) {
      b.output("e", e);
    }
    return Passes.inference(b.build());
  }

  private static Value convolution(
      GraphBuilder b, Value x, String path, Window window, int channels, int groups) {
    int kernel = window.kernel().getFirst();
    Shape shape = Shape.of(kernel, kernel, x.shape().channels() / groups, channels);
    Value w = b.variable(new Variable(path, shape, Role.WEIGHT, Layout.CONVOLUTION, RANDOM));
    return b.apply(new Convolution(window, groups), x, w);
  }

  private static Value layer(
      GraphBuilder b, Value x, String path, Window window, int channels, int groups) {
    Value y = convolution(b, x, path, window, channels, groups);
    return b.apply(new Activate(Activation.RELU), y);
  }
}
