package dev.loupe.data.volume;

import dev.loupe.data.array.NumberType;
import java.nio.ByteOrder;

/// What stands before the voxels of a NIfTI file.
///
/// Sources: Cox and others, A (sort of) new image data format standard: NIfTI-1, 2004, and its
/// header nifti1.h; nifti2.h of 2011.
///
/// @param version 1 or 2
/// @param order of the bytes of all numbers
/// @param sizes of the axes x, y, z, and all others (time, ...) in one
/// @param type of the stored numbers
/// @param samples numbers a voxel: 3 of colours, 4 with opacity, else 1
/// @param slope a stored number is multiplied by it; 1 where the file has none
/// @param intercept is added then; 0 where the file has none
/// @param pair whether the voxels are in an `.img` file of their own
/// @param start the offset of the first voxel
/// @param affine where the voxels lie: by sform where the file has one, else by qform, else by the
///     voxels' sizes alone, with x to the left and the origin in the middle
public record NiftiHeader(
    int version,
    ByteOrder order,
    int[] sizes,
    NumberType type,
    int samples,
    double slope,
    double intercept,
    boolean pair,
    long start,
    Affine affine) {
  /// How many bytes a slice of one z takes.
  long sliceBytes() {
    return Math.multiplyExact((long) sizes[0] * sizes[1], (long) samples * type.bytes());
  }

  /// How many bytes all voxels take.
  public long bytes() {
    return Math.multiplyExact(sliceBytes(), (long) sizes[2] * sizes[3]);
  }

  /// How many numbers a place has: samples at all times.
  public int channels() {
    return Math.multiplyExact(samples, sizes[3]);
  }

  /// Sizes as `197x233x189`, with the rest only where there is more than one.
  String text() {
    String grid = sizes[0] + "x" + sizes[1] + "x" + sizes[2];
    return sizes[3] == 1 ? grid : grid + "x" + sizes[3];
  }
}
