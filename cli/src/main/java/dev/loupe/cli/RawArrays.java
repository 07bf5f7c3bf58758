package dev.loupe.cli;

import dev.loupe.data.array.NpyArray;
import dev.loupe.data.array.NpyFile;
import dev.loupe.data.array.NpzFile;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Arrays in NumPy files, as tensors with channels last and back.
///
/// @param layout of the files
record RawArrays(Layout layout) {
  /// Where channels are.
  enum Layout {
    /// Behind the samples, before the spatial axes.
    NCHW,
    /// Last.
    NHWC;

    static Layout of(String name) {
      for (Layout l : values()) {
        if (l.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
          return l;
        }
      }
      throw LoupeException.unknown("value", name, List.of("nchw", "nhwc")).at("--layout");
    }
  }

  /// Reads a file.
  ///
  /// @param only the name of the array where the file has just one
  /// @return by name, channels last
  Map<String, Tensor> read(Path file, String only) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    if (NpzFile.named(file)) {
      try (NpzFile archive = NpzFile.open(file)) {
        List<String> names = archive.names();
        for (String name : names) {
          all.put(names.size() == 1 ? only : name, tensor(file, archive.read(name)));
        }
      }
    } else {
      all.put(only, tensor(file, NpyFile.read(file)));
    }
    return all;
  }

  private Tensor tensor(Path file, NpyArray array) {
    try {
      Tensor t = array.tensor();
      return layout == Layout.NCHW ? channelsLast(t) : t;
    } catch (LoupeException e) {
      throw e.at(file.toString());
    }
  }

  /// Refuses a file of another kind than [#write] makes.
  static void checkOutput(Path file) {
    if (!NpyFile.named(file) && !NpzFile.named(file)) {
      throw LoupeException.of(file + ": arrays are written as .npy or .npz")
          .fix("choose a name that ends so");
    }
  }

  /// Writes tensors: one as `.npy`, any number as `.npz`.
  ///
  /// @param tensors by name, channels last
  void write(Path file, Map<String, Tensor> tensors) {
    Map<String, Tensor> all = new LinkedHashMap<>();
    tensors.forEach((name, t) -> all.put(name, layout == Layout.NCHW ? channelsFirst(t) : t));
    if (NpzFile.named(file)) {
      NpzFile.write(file, all);
      return;
    }
    if (all.size() != 1) {
      throw LoupeException.of(file + ": a .npy file holds one array")
          .got(all.size() + ": " + String.join(", ", all.keySet()))
          .fix("choose a name that ends in .npz");
    }
    NpyFile.write(file, all.values().iterator().next());
  }

  /// From samples, channels, spatial... to samples, spatial..., channels.
  private static Tensor channelsLast(Tensor t) {
    Shape s = t.shape();
    if (s.rank() < 3) {
      return t;
    }
    int[] sizes = new int[s.rank()];
    sizes[0] = s.size(0);
    for (int i = 2; i < s.rank(); i++) {
      sizes[i - 1] = s.size(i);
    }
    sizes[s.rank() - 1] = s.size(1);
    return turned(t, Shape.of(sizes), s.size(1));
  }

  /// From samples, spatial..., channels to samples, channels, spatial...
  private static Tensor channelsFirst(Tensor t) {
    Shape s = t.shape();
    if (s.rank() < 3) {
      return t;
    }
    int[] sizes = new int[s.rank()];
    sizes[0] = s.size(0);
    sizes[1] = s.size(-1);
    for (int i = 1; i < s.rank() - 1; i++) {
      sizes[i + 1] = s.size(i);
    }
    int places = s.range(1, s.rank() - 1).length();
    return turned(t, Shape.of(sizes), places);
  }

  /// Each sample seen as a matrix of so many rows becomes its transpose.
  private static Tensor turned(Tensor t, Shape shape, int rows) {
    Tensor result = Tensor.zeros(shape);
    int samples = shape.size(0);
    int columns = t.length() / samples / rows;
    for (int n = 0; n < samples; n++) {
      int start = n * rows * columns;
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          result.set(start + c * rows + r, t.get(start + r * columns + c));
        }
      }
    }
    return result;
  }
}
