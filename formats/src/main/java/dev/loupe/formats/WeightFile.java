package dev.loupe.formats;

import dev.loupe.graph.Graph;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A file with named arrays of numbers, in PyTorch's layouts unless it says otherwise. Its names
/// and sizes are known and verified once it is open; numbers are read when they are asked for.
public interface WeightFile {
  /// The file.
  Path file();

  /// The names of the arrays, in the file's order.
  Set<String> names();

  /// The sizes of an array, outermost first; empty for a scalar.
  ///
  /// @throws LoupeException if there is no such array, with the nearest name
  List<Integer> sizes(String name);

  /// The numbers of an array, last axis fastest, as the nearest floats.
  ///
  /// @throws LoupeException if there is no such array, or it can't be read
  float[] values(String name);

  /// The same file by the names and in the layouts of a network, as far as it can be told.
  ///
  /// Here: a prefix that many names share, such as `module.`, is left out where more of the
  /// network's names are found so.
  ///
  /// @throws LoupeException if the file has to fit the network as a whole, and does not
  default WeightFile fitted(Graph network) {
    return Prefixes.fitted(this, network.variables());
  }

  /// Opens a file; what kind it is, is seen from its first bytes: safetensors, PyTorch's `.pt`,
  /// `.pth` and `.th`, or Keras's `.h5`.
  ///
  /// @throws LoupeException if the file can't be read, is broken, or of another kind
  static WeightFile open(Path file) {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(KerasFile.MAGIC.length);
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(file + ": the file can't be read (" + e + ")").causedBy(e);
    }
    if (Arrays.equals(head, KerasFile.MAGIC)) {
      return KerasFile.open(file);
    }
    String start = new String(head, StandardCharsets.ISO_8859_1);
    if (start.startsWith("PK") || start.startsWith("\u0080\u0002")) {
      return TorchFile.open(file);
    }
    boolean torch = file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(pt|pth|th|bin)");
    return torch ? TorchFile.open(file) : Safetensors.open(file);
  }
}
