package dev.loupe.kernel;

import dev.loupe.kernel.Epilogue.AddChannels;
import dev.loupe.kernel.Epilogue.AddTensor;
import dev.loupe.kernel.Epilogue.Apply;
import dev.loupe.kernel.Epilogue.Stage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Any kernel with an [Epilogue]: a [TileKernel] finishes its tiles where it can; where each of the
/// last pieces writes one unbroken range, the piece finishes that range; elsewhere a further phase
/// does. The arithmetic is that of the ops which were fused, so the bits are the same.
///
/// Operands: the kernel's inputs, then one for each stage that has one.
public final class EpilogueKernel implements Kernel {
  private static final int PATTERN = 16;
  // Floats that stay in the first-level cache.
  private static final int TILE = 4096;

  private final Kernel producer;
  private final @Nullable TileEpilogue tile;
  private final Stage[] stages;
  private final Epilogue epilogue;
  private final int inputs;
  private final int length;
  private final boolean vector;
  private final boolean inPieces;
  private final Pieces pieces;
  private final int channels;
  // From pixel to pixel, where that isn't the channels.
  private final int step;

  /// @param producer computes the values
  /// @param epilogue what is done to them
  /// @param inputs how many inputs the producer has
  /// @param length how many values there are
  /// @param vector whether vector kernels are allowed
  public EpilogueKernel(
      Kernel producer, Epilogue epilogue, int inputs, int length, boolean vector) {
    this(producer, epilogue, inputs, length, vector, 0);
  }

  private EpilogueKernel(
      Kernel producer, Epilogue epilogue, int inputs, int length, boolean vector, int step) {
    this.epilogue = epilogue;
    this.step = step;
    TileEpilogue own = vector ? TileEpilogue.of(epilogue, inputs) : null;
    Optional<Kernel> finishing =
        producer instanceof TileKernel t && own != null ? t.finishing(own) : Optional.empty();
    boolean tiles = finishing.isPresent();
    this.tile = own;
    this.producer = finishing.orElse(producer);
    this.stages = tiles ? new Stage[0] : epilogue.stages().toArray(Stage[]::new);
    this.inputs = inputs;
    this.length = length;
    this.vector = vector;
    this.inPieces = tiles || producer.outputStart(0) >= 0;
    int channels = 1;
    for (Stage s : stages) {
      channels = s instanceof AddChannels a ? a.channels() : channels;
    }
    this.channels = channels;
    this.pieces = Pieces.of(length, Math.max(1, stages.length)).alignedTo(16 * channels);
  }

  @Override
  public int phases() {
    return producer.phases() + (inPieces ? 0 : 1);
  }

  @Override
  public int pieces(int phase) {
    return phase < producer.phases() ? producer.pieces(phase) : pieces.count();
  }

  @Override
  public long workspace() {
    return producer.workspace();
  }

  @Override
  public int scratch() {
    return Math.max(producer.scratch(), PATTERN * channels);
  }

  /// Where tiles are finished, with an operand for each channel only: others lie as the output.
  @Override
  public Optional<Kernel> spaced(int apart) {
    if (tile == null || tile.residual() >= 0 || !inPieces) {
      return Optional.empty();
    }
    return producer
        .spaced(apart)
        .map(k -> new EpilogueKernel(k, epilogue, inputs, length, vector, apart));
  }

  @Override
  public boolean packsWeights() {
    return producer.packsWeights();
  }

  @Override
  public double rounding() {
    return producer.rounding();
  }

  @Override
  public long outputStart(int piece) {
    return inPieces ? producer.outputStart(piece) : Math.min(length, (long) piece * pieces.size());
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    if (phase < producer.phases()) {
      producer.run(phase, piece, o, scratch);
      if (inPieces && stages.length > 0 && phase == producer.phases() - 1) {
        int from = (int) producer.outputStart(piece);
        finish(o, from, (int) producer.outputStart(piece + 1), scratch);
      }
    } else {
      finish(o, pieces.from(piece), pieces.to(piece), scratch);
    }
  }

  private void finish(Operands o, int from, int to, float[] scratch) {
    // Few channels fill vectors only where pixels lie side by side, as below.
    boolean wide = channels >= PATTERN || step != 0;
    if (tile != null && wide && from % channels == 0 && to % channels == 0) {
      int rows = Math.max(1, TILE / channels);
      for (int i = from; i < to; i += rows * channels) {
        int count = Math.min(rows, (to - i) / channels);
        int pixel = step == 0 ? channels : step;
        tile.finish(o, i / channels * pixel, count, pixel, 0, channels);
      }
      return;
    }
    int operand = inputs;
    float[] y = o.output();
    int at = o.outputOffset();
    for (Stage s : stages) {
      switch (s) {
        case AddChannels a -> {
          float[] bias = o.array(operand);
          int b = o.offset(operand++);
          addChannels(bias, b, a.channels(), y, at + from, to - from, scratch);
        }
        case AddTensor a -> {
          add(o.array(operand), o.offset(operand) + from, y, at + from, to - from);
          operand++;
        }
        case Apply a -> {
          if (vector) {
            ActivationVector.apply(a.function(), y, at + from, y, at + from, to - from);
          } else {
            ActivationReference.apply(a.function(), y, at + from, y, at + from, to - from);
          }
        }
      }
    }
  }

  /// Few channels are repeated first, so that vectors are filled.
  private void addChannels(
      float[] bias, int b, int channels, float[] y, int at, int n, float[] scratch) {
    int step = channels;
    if (channels < PATTERN && n > PATTERN * channels) {
      for (int i = 0; i < PATTERN; i++) {
        System.arraycopy(bias, b, scratch, i * channels, channels);
      }
      bias = scratch;
      b = 0;
      step = PATTERN * channels;
    }
    for (int i = 0; i < n; i += step) {
      add(bias, b, y, at + i, Math.min(step, n - i));
    }
  }

  private void add(float[] in, int from, float[] out, int to, int n) {
    if (vector) {
      VectorSum.add(in, from, out, to, n);
    } else {
      for (int i = 0; i < n; i++) {
        out[to + i] += in[from + i];
      }
    }
  }
}
