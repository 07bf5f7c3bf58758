package dev.loupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.graph.op.Convolution;
import dev.loupe.graph.op.ConvolutionBackData;
import dev.loupe.graph.op.ConvolutionBackWeights;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.testkit.problems.ConvolutionProblems;
import dev.loupe.testkit.problems.ConvolutionProblems.Row;
import dev.loupe.testkit.problems.NetworkLayers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The three convolutions are adjoint: `<conv(x, w), g> = <x, backData(g, w)> = <w, backWeights(x,
/// g)>`, exactly on integers where the kernels don't round.
final class AdjointTest {
  private static final long MOST_FLOPS = 10_000_000;

  static List<Row> rows() {
    return ConvolutionProblems.rows();
  }

  /// The layers of networks on smaller inputs: the channels and windows of the real thing.
  static List<Row> networkRows() {
    return NetworkLayers.all().stream().map(l -> l.cropped(MOST_FLOPS).row()).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void innerProductsAgree(Row row) {
    innerProductsAgree(row, KernelPolicy.values());
  }

  @ParameterizedTest
  @MethodSource("networkRows")
  void innerProductsOfNetworksAgree(Row row) {
    innerProductsAgree(row, KernelPolicy.FASTEST);
  }

  private static void innerProductsAgree(Row row, KernelPolicy... policies) {
    Seed seed = Seed.of(9).child(row.name());
    Convolution forward = new Convolution(row.window(), row.groups());
    Tensor x = Fill.normal().tensor(seed.child(0), true, row.source());
    Tensor w = Fill.normal().tensor(seed.child(1), true, row.weights());
    Shape target = forward.infer(List.of(row.source(), row.weights()));
    Tensor g = Fill.normal().tensor(seed.child(2), true, target);
    for (KernelPolicy policy : policies) {
      Tensor y = Interpreter.run(forward, List.of(x, w), policy, 0);
      ConvolutionBackData toData =
          new ConvolutionBackData(
              row.window(), row.groups(), ConvolutionBackData.spatial(row.source()));
      Tensor gx = Interpreter.run(toData, List.of(g, w), policy, 0);
      ConvolutionBackWeights toWeights = new ConvolutionBackWeights(row.window(), row.groups());
      Tensor gw = Interpreter.run(toWeights, List.of(x, g), policy, 0);
      double rounding =
          Stream.of(
                  forward.kernel(List.of(row.source(), row.weights()), target, policy),
                  toData.kernel(List.of(target, row.weights()), row.source(), policy),
                  toWeights.kernel(List.of(row.source(), target), row.weights(), policy))
              .mapToDouble(choice -> choice.kernel().rounding())
              .max()
              .orElseThrow();
      double scale = Math.sqrt(dot(y, y) * dot(g, g));
      assertThat(dot(x, gx)).isCloseTo(dot(y, g), within(rounding * scale));
      assertThat(dot(w, gw)).isCloseTo(dot(y, g), within(rounding * scale));
    }
  }

  private static double dot(Tensor a, Tensor b) {
    double sum = 0;
    for (int i = 0; i < a.length(); i++) {
      sum += (double) a.get(i) * b.get(i);
    }
    return sum;
  }
}
