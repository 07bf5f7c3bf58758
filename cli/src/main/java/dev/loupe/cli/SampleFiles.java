package dev.loupe.cli;

import dev.loupe.data.Dataset;
import dev.loupe.data.Target;
import dev.loupe.data.array.NpyFile;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.PictureFile;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/// Writes some samples of a dataset as files, for `predict` to read.
final class SampleFiles {
  private static final int MOST = 10;
  private static final int MOST_IN_LINE = 100_000;

  private SampleFiles() {}

  /// Writes the first sample of each class, of ten classes at most, or the first ten where there
  /// are no classes: pictures as PNG, large ones as NumPy files, all others as CSV with the values
  /// of a sample on a line.
  ///
  /// @return the files
  /// @throws LoupeException if a file can't be written
  static List<Path> write(Dataset dataset, Path folder) {
    List<Path> files = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    Tensor sample = Tensor.zeros(dataset.shape());
    for (int i = 0; i < dataset.size() && files.size() < MOST; i++) {
      if (dataset.target() != Target.CLASS || seen.add(dataset.label(i))) {
        dataset.read(i, sample);
        files.add(write(sample, folder, name(dataset, i)));
      }
    }
    files.sort(null);
    return files;
  }

  private static String name(Dataset dataset, int sample) {
    return dataset.target() == Target.CLASS
        ? name(dataset.classes().get(dataset.label(sample)))
        : String.valueOf(sample);
  }

  private static String name(String label) {
    String plain = label.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
    return plain.isEmpty() ? "sample" : plain;
  }

  private static Path write(Tensor sample, Path folder, String name) {
    Shape shape = sample.shape();
    if (shape.rank() == 3 && (shape.channels() == 1 || shape.channels() == 3)) {
      Image image = Image.black(shape.size(1), shape.size(0), shape.channels());
      for (int i = 0; i < sample.length(); i++) {
        image.pixels()[i] = (byte) Math.clamp(Math.round(sample.get(i) * 255), 0, 255);
      }
      Path file = folder.resolve(name + ".png");
      PictureFile.write(image, file);
      return file;
    }
    if (sample.length() > MOST_IN_LINE) {
      Path file = folder.resolve(name + ".npy");
      NpyFile.write(file, sample);
      return file;
    }
    StringJoiner line = new StringJoiner(",", "", "\n");
    for (int i = 0; i < sample.length(); i++) {
      line.add(Float.toString(sample.get(i)));
    }
    Path file = folder.resolve(name + ".csv");
    try {
      Files.createDirectories(folder);
      Files.writeString(file, line.toString());
    } catch (IOException e) {
      throw LoupeException.of(file + ": the sample can't be written: " + e.getMessage())
          .causedBy(e);
    }
    return file;
  }
}
