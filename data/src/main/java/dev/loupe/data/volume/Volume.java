package dev.loupe.data.volume;

import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;

/// Values on a grid in space.
///
/// @param values z, y, x, channels
/// @param affine where the voxels lie
public record Volume(Tensor values, Affine affine) {
  /// Checks the number of axes.
  public Volume {
    if (values.shape().rank() != 4) {
      throw new IllegalArgumentException("a volume has the axes z, y, x, channels");
    }
  }

  /// How far neighbours along x, y and z are apart, in millimetres.
  public double[] spacing() {
    return affine.spacing();
  }

  /// Where x, y and z lead, such as `RAS`.
  ///
  /// @throws dev.loupe.tensor.LoupeException if the axes lie in one plane
  public String codes() {
    return affine.codes();
  }

  /// The same volume with its axes exchanged and turned round so that they lead elsewhere.
  ///
  /// No value changes: slanted axes stay slanted.
  ///
  /// @param codes where x, y and z shall lead, such as `RAS` (the canonical order of NIfTI) or
  ///     `LPS` (that of DICOM)
  /// @return this volume if it lies so
  /// @throws dev.loupe.tensor.LoupeException if the codes are no orientation, or the axes lie in
  ///     one plane
  public Volume oriented(String codes) {
    String own = codes();
    Turn turn = Turn.of(own, codes);
    if (own.equals(codes)) {
      return this;
    }
    Shape shape = values.shape();
    int[] sizes = {shape.size(2), shape.size(1), shape.size(0)};
    return new Volume(turned(turn, sizes), turn.affine(affine, sizes));
  }

  private Tensor turned(Turn turn, int[] sizes) {
    int channels = values.shape().channels();
    int[] strides = {channels, channels * sizes[0], channels * sizes[0] * sizes[1]};
    int[] size = new int[3];
    int[] step = new int[3];
    int start = values.offset();
    for (int a = 0; a < 3; a++) {
      int old = turn.axes()[a];
      size[a] = sizes[old];
      step[a] = turn.flips()[a] ? -strides[old] : strides[old];
      start += turn.flips()[a] ? strides[old] * (size[a] - 1) : 0;
    }
    Tensor out = Tensor.zeros(turn.shape(values.shape()));
    int to = 0;
    for (int z = 0; z < size[2]; z++) {
      for (int y = 0; y < size[1]; y++) {
        int from = start + z * step[2] + y * step[1];
        for (int x = 0; x < size[0]; x++) {
          for (int c = 0; c < channels; c++) {
            out.data()[to++] = values.data()[from + c];
          }
          from += step[0];
        }
      }
    }
    return out;
  }
}
