package dev.loupe.train;

import dev.loupe.data.array.NpyHeader;
import dev.loupe.data.array.NpzFile;
import dev.loupe.formats.WeightFile;
import dev.loupe.tensor.LoupeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Weights as the arrays of a NumPy archive, by the names and in the layouts of PyTorch.
final class NpzWeights implements WeightFile {
  private final Path file;
  private final Map<String, List<Integer>> sizes;

  private NpzWeights(Path file, Map<String, List<Integer>> sizes) {
    this.file = file;
    this.sizes = Collections.unmodifiableMap(sizes);
  }

  static NpzWeights open(Path file) {
    Map<String, List<Integer>> sizes = new LinkedHashMap<>();
    try (NpzFile archive = NpzFile.open(file)) {
      for (String name : archive.names()) {
        NpyHeader header = archive.header(name);
        sizes.put(name, Arrays.stream(header.sizes()).boxed().toList());
      }
    }
    return new NpzWeights(file, sizes);
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Set<String> names() {
    return sizes.keySet();
  }

  @Override
  public List<Integer> sizes(String name) {
    List<Integer> own = sizes.get(name);
    if (own == null) {
      throw LoupeException.unknown("array", name, sizes.keySet()).at(file.toString());
    }
    return own;
  }

  @Override
  public float[] values(String name) {
    try (NpzFile archive = NpzFile.open(file)) {
      return archive.read(name).floats();
    }
  }
}
