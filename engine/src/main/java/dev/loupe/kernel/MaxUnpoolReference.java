package dev.loupe.kernel;

import java.util.Arrays;

/// Puts values where indices of the order N, C, spatial say, in that order; zeros elsewhere.
///
/// Inputs: values, indices. Phases: zeros; values, in one piece, as each may go anywhere.
public final class MaxUnpoolReference implements Kernel {
  private final int batch;
  private final int channels;
  private final int inputPlaces;
  private final int places;
  private final Pieces zeros;

  /// @param batch N
  /// @param channels C
  /// @param inputPlaces the spatial sizes of the values, multiplied
  /// @param places those of the output
  public MaxUnpoolReference(int batch, int channels, int inputPlaces, int places) {
    this.batch = batch;
    this.channels = channels;
    this.inputPlaces = inputPlaces;
    this.places = places;
    this.zeros = Pieces.of(batch * channels * places, 1);
  }

  @Override
  public int phases() {
    return 2;
  }

  @Override
  public int pieces(int phase) {
    return phase == 0 ? zeros.count() : 1;
  }

  @Override
  public void run(int phase, int piece, Operands o, float[] scratch) {
    int to = o.outputOffset();
    if (phase == 0) {
      Arrays.fill(o.output(), to + zeros.from(piece), to + zeros.to(piece), 0);
      return;
    }
    for (int plane = 0; plane < batch * channels; plane++) {
      for (int place = 0; place < inputPlaces; place++) {
        int from = (plane / channels * inputPlaces + place) * channels + plane % channels;
        float index = o.array(1)[o.offset(1) + from];
        int at = LineGeometry.place(index, batch * channels * places);
        if (at >= 0) {
          int target = at / places;
          int row = target / channels * places + at % places;
          o.output()[to + row * channels + target % channels] = o.array(0)[o.offset(0) + from];
        }
      }
    }
  }
}
