package dev.loupe.data.volume;

import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes maps of classes as NIfTI-1 files of bytes, in little-endian order, not packed.
///
/// Source: nifti1.h.
public final class NiftiWriter {
  private static final int HEADER = 352;

  private NiftiWriter() {}

  /// Writes a map.
  ///
  /// @param map z, y, x: classes from 0 to 255
  /// @param affine where the voxels lie
  /// @throws LoupeException if the file can't be written, or the map is larger than such files
  public static void write(Path path, Tensor map, Affine affine) {
    Shape shape = map.shape();
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(HEADER, map.length())).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, 348).putShort(40, (short) 3);
    for (int a = 0; a < 7; a++) {
      int size = a < 3 ? shape.size(2 - a) : 1;
      if (size > Short.MAX_VALUE) {
        throw LoupeException.of(path + ": a NIfTI-1 file can't be so large")
            .expected("at most " + Short.MAX_VALUE + " voxels along an axis")
            .got(shape.toString());
      }
      out.putShort(42 + 2 * a, (short) size);
    }
    out.putShort(70, (short) 2).putShort(72, (short) 8).putFloat(76, 1);
    double[] spacing = affine.spacing();
    for (int a = 0; a < 3; a++) {
      out.putFloat(80 + 4 * a, (float) spacing[a]);
    }
    // Voxels begin behind the header; millimetres; places by the three rows of the affine.
    out.putFloat(108, HEADER).put(123, (byte) 2).putShort(254, (short) 1);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        out.putFloat(280 + 16 * row + 4 * column, (float) affine.at(row, column));
      }
    }
    out.putInt(344, 0x00312B6E);
    for (int i = 0; i < map.length(); i++) {
      out.put(HEADER + i, (byte) map.get(i));
    }
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.write(path, out.array());
    } catch (IOException e) {
      throw LoupeException.of(path + ": the map can't be written: " + e.getMessage()).causedBy(e);
    }
  }
}
