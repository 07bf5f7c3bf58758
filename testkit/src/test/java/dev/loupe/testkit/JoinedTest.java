package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.graph.Graph;
import dev.loupe.graph.GraphBuilder;
import dev.loupe.graph.Node;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Plan.Mode;
import dev.loupe.graph.Program;
import dev.loupe.graph.Source;
import dev.loupe.graph.Value;
import dev.loupe.graph.op.Activate;
import dev.loupe.graph.op.Arithmetic;
import dev.loupe.graph.op.Concat;
import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.Pool;
import dev.loupe.graph.pass.FuseEpilogues;
import dev.loupe.kernel.Activation;
import dev.loupe.kernel.Parallel;
import dev.loupe.kernel.PoolKind;
import dev.loupe.kernel.Window;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Convolutions that write straight into their channels of a concatenation give the bits of those
/// that are copied there: every kernel that can, whole panels and what hangs over.
final class JoinedTest {
  /// Branches of a concatenation: their channels and kernels' sizes.
  record Case(int batch, int size, int from, List<Integer> channels, List<Integer> kernels) {}

  static Collection<Case> cases() {
    return List.of(
        new Case(1, 55, 16, List.of(64, 64), List.of(1, 3)),
        new Case(2, 13, 48, List.of(192, 192), List.of(1, 3)),
        new Case(1, 13, 64, List.of(256, 24, 40), List.of(1, 1, 3)),
        new Case(3, 9, 20, List.of(20, 36, 16), List.of(3, 1, 1)),
        new Case(2, 3, 48, List.of(80, 17), List.of(3, 1)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void branchesAreWrittenInPlace(Case c) {
    for (boolean bias : List.of(true, false)) {
      for (Activation function : List.of(Activation.RELU, Activation.RELU6)) {
        Graph joined = graph(c, bias, function, false);
        Tensor expected = run(graph(c, bias, function, true), 1);
        // Other epilogues take a pass of their own, over values that lie together.
        assertThat(Plan.of(joined, Mode.FAST).describe().contains("Concat")).isEqualTo(!bias);
        assertThat(run(joined, 1)).isEqualTo(expected);
        assertThat(run(joined, 3)).isEqualTo(expected);
      }
    }
  }

  @Test
  void whatOthersReadOrWriteIsCopied() {
    Case c = cases().iterator().next();
    assertThat(Plan.of(graph(c, true, Activation.RELU, true), Mode.FAST).describe())
        .contains("Concat");
    assertThat(Plan.of(graph(c, true, Activation.RELU, false), Mode.CHECKED).describe())
        .contains("Concat");
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", Shape.of(2, 12, 12, 32));
    Value pooled = b.apply(new Pool(PoolKind.MAX, Window.of(2, 3, 1, 1), false), x);
    Value w = b.input("w", Shape.of(1, 1, 32, 32));
    Value y = b.apply(new Convolution(Window.of(2, 1, 1, 0), 1), x, w);
    b.output("y", b.apply(Concat.CHANNELS, y, pooled));
    assertThat(Plan.of(b.build(), Mode.FAST).describe()).contains("Concat");
  }

  /// @param kept whether each branch is an output too, and so has memory of its own
  private static Graph graph(Case c, boolean bias, Activation function, boolean kept) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input("x", Shape.of(c.batch(), c.size(), c.size(), c.from()));
    List<Value> branches = new ArrayList<>();
    for (int i = 0; i < c.channels().size(); i++) {
      int kernel = c.kernels().get(i);
      int channels = c.channels().get(i);
      Value w = b.input("w" + i, Shape.of(kernel, kernel, c.from(), channels));
      Window window = Window.of(2, kernel, 1, kernel / 2);
      Value y = b.apply(new Convolution(window, 1), x, w);
      if (bias) {
        y = b.apply(Arithmetic.ADD, y, b.input("bias" + i, Shape.of(channels)));
      }
      y = b.apply(new Activate(function), y);
      branches.add(y);
      if (kept) {
        b.output("branch" + i, y);
      }
    }
    Value joined = b.apply(Concat.CHANNELS, branches.toArray(Value[]::new));
    b.output("y", b.apply(new Pool(PoolKind.MAX, Window.of(2, 2, 1, 0), false), joined));
    return new FuseEpilogues().apply(b.build());
  }

  private static Tensor run(Graph graph, int threads) {
    Parameters none = Parameters.of(graph, ParameterSource.random(Seed.of(5)));
    Program p = new Program(Plan.of(graph, Mode.FAST), none, new Parallel(threads));
    for (Node n : graph.nodes()) {
      if (n.op() instanceof Source.Input in) {
        Seed seed = Seed.of(5).child(in.label());
        Tensor t = p.input(in.label());
        for (int i = 0; i < t.length(); i++) {
          t.set(i, seed.gaussian(i));
        }
      }
    }
    p.run();
    return p.output("y");
  }
}
