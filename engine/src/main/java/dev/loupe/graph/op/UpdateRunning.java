package dev.loupe.graph.op;

import dev.loupe.graph.Computation;
import dev.loupe.kernel.Catalog;
import dev.loupe.kernel.Catalog.Choice;
import dev.loupe.kernel.ChannelGeometry;
import dev.loupe.kernel.KernelPolicy;
import dev.loupe.kernel.UpdateRunningReference;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.util.List;

/// Moves the running statistics of a batch normalisation towards those of a batch, in place:
/// `running = (1 - momentum) running + momentum batch`.
///
/// Inputs: running mean C and running variance C, both overwritten; statistics 2, C from
/// [BatchStats]. The batch's variance is taken unbiased, times `rows / (rows - 1)`. Output: a
/// scalar, 0, so that the node has a value.
///
/// Source: Ioffe and Szegedy, Batch Normalization, ICML 2015, section 3.1.
///
/// @param momentum the share of the batch, 0 to 1
/// @param rows the number of values that each channel's statistics were taken over, at least 2
public record UpdateRunning(float momentum, int rows) implements Computation {
  /// Checks the momentum.
  public UpdateRunning {
    NormChecks.share("momentum of a batch normalisation", momentum);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    Computation.checkCount(this, inputs, 3);
    if (rows < 2) {
      throw LoupeException.of("batch normalisation can't learn from one value for each channel")
          .expected("at least 2 values for each channel, over batch and places")
          .got(String.valueOf(rows))
          .fix("use a larger batch, or drop the last batch where it is smaller");
    }
    Shape channels = inputs.get(0);
    NormChecks.rank(channels, 1);
    NormChecks.shape("running mean", Shape.of(channels.channels()), channels);
    NormChecks.shape("running variance", channels, inputs.get(1));
    NormChecks.shape("statistics", channels.prepend(2), inputs.get(2));
    return Shape.of();
  }

  @Override
  public Choice kernel(List<Shape> inputs, Shape output, KernelPolicy policy) {
    return Catalog.<ChannelGeometry>reference(g -> new UpdateRunningReference(g, momentum))
        .choose(new ChannelGeometry(rows, inputs.get(0).channels()), policy);
  }

  @Override
  public long flops(List<Shape> inputs, Shape output) {
    return 7L * inputs.get(0).channels();
  }

  @Override
  public boolean overwrites(int input) {
    return input < 2;
  }
}
