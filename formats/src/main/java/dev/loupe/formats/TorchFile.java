package dev.loupe.formats;

import dev.loupe.formats.PickleObject.Dictionary;
import dev.loupe.formats.PickleObject.Sequence;
import dev.loupe.formats.PickleObject.Storage;
import dev.loupe.formats.PickleObject.Tensor;
import dev.loupe.tensor.LoupeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What PyTorch's `torch.save` wrote: the tensors of a dictionary, such as a network's
/// `state_dict`, or the one inside a checkpoint.
///
/// Two formats are read: the zip archive (since PyTorch 1.6) and the row of pickles before it.
/// Pickles are read as data: no code in them is ever run. Source: PyTorch,
/// `torch/serialization.py`.
public final class TorchFile implements WeightFile {
  /// Where checkpoints keep the network's tensors, the best first.
  private static final List<String> INNER =
      List.of("state_dict", "model_state_dict", "model", "net", "network", "module", "weights");

  private static final int MOST_INNER = 3;
  private static final int CHUNK = 1 << 14;

  /// Strided tensors may lie in a part of the storage that is so many times larger.
  private static final long MOST_SPREAD = 64;

  private static final long SMALL = 1 << 20;

  private final Path file;
  private final Map<String, Tensor> tensors;
  private final Storages storages;
  private final ByteOrder order;

  private TorchFile(Path file, Map<String, Tensor> tensors, Storages storages, ByteOrder order) {
    this.file = file;
    this.tensors = tensors;
    this.storages = storages;
    this.order = order;
  }

  /// The bytes of storages.
  @FunctionalInterface
  interface Storages {
    /// The bytes of a storage from its beginning on.
    InputStream open(Storage storage) throws IOException;
  }

  /// Opens a file.
  ///
  /// @throws LoupeException if it can't be read, is broken, or holds other objects than tensors,
  ///     with the offset in the file or in the archive's `data.pkl`
  public static TorchFile open(Path file) {
    try {
      byte[] head;
      try (InputStream in = Files.newInputStream(file)) {
        head = in.readNBytes(2);
      }
      boolean zip = head.length == 2 && head[0] == 'P' && head[1] == 'K';
      return zip ? TorchZip.open(file) : TorchLegacy.open(file);
    } catch (LoupeException e) {
      throw e.at(file.toString());
    } catch (IOException e) {
      throw unreadable(e).at(file.toString());
    }
  }

  /// The tensors of an object that was read.
  static TorchFile of(Path file, @Nullable Object root, Storages storages, ByteOrder order) {
    Map<String, Tensor> found = new LinkedHashMap<>();
    collect(root, found);
    if (found.isEmpty()) {
      throw LoupeException.of("there are no tensors in the file")
          .expected("a dictionary of tensors by name")
          .fix("in Python, save the weights alone: torch.save(model.state_dict(), file)");
    }
    return new TorchFile(file, Collections.unmodifiableMap(found), storages, order);
  }

  private static void collect(@Nullable Object root, Map<String, Tensor> found) {
    Object at = root;
    for (int i = 0; i < MOST_INNER && at instanceof Dictionary d; i++) {
      at = inner(d);
    }
    switch (at) {
      case Tensor t -> found.put("tensor", t);
      case Sequence s -> {
        for (int i = 0; i < s.items().size(); i++) {
          if (s.items().get(i) instanceof Tensor t) {
            found.put(String.valueOf(i), t);
          }
        }
      }
      case Dictionary d -> {
        tensors(d, "", found);
        if (found.isEmpty()) {
          d.entries()
              .forEach(
                  (name, part) -> {
                    if (name instanceof String s && part instanceof Dictionary tensors) {
                      tensors(tensors, s + ".", found);
                    }
                  });
        }
      }
      case null, default -> {}
    }
  }

  /// The dictionary in a checkpoint that has the tensors, or the dictionary itself.
  private static Dictionary inner(Dictionary d) {
    for (String name : INNER) {
      if (d.entries().get(name) instanceof Dictionary found && !found.entries().isEmpty()) {
        return found;
      }
    }
    return d;
  }

  private static void tensors(Dictionary d, String prefix, Map<String, Tensor> found) {
    d.entries()
        .forEach(
            (name, value) -> {
              if (name instanceof String s && value instanceof Tensor t) {
                found.put(prefix + s, t);
              }
            });
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public List<Integer> sizes(String name) {
    return tensor(name).sizes();
  }

  @Override
  public float[] values(String name) {
    Tensor t = tensor(name);
    long count = t.elements();
    long span = 1;
    for (int i = 0; i < t.sizes().size(); i++) {
      span += (t.sizes().get(i) - 1) * t.strides().get(i);
    }
    if (count == 0) {
      return new float[0];
    }
    if (span > Integer.MAX_VALUE - 64 || span > MOST_SPREAD * count + SMALL) {
      throw LoupeException.of("the tensor '" + name + "' lies too far apart for one array")
          .got(count + " numbers among " + span)
          .at(file.toString());
    }
    try (InputStream in = storages.open(t.storage())) {
      in.skipNBytes((t.storage().begin() + t.offset()) * t.storage().type().bytes());
      return gathered(read(in, t.storage().type(), (int) span), t);
    } catch (IOException e) {
      throw unreadable(e).at("the tensor '" + name + "'").at(file.toString());
    }
  }

  private Tensor tensor(String name) {
    Tensor t = tensors.get(name);
    if (t == null) {
      throw LoupeException.unknown("tensor", name, tensors.keySet()).at(file.toString());
    }
    return t;
  }

  private float[] read(InputStream in, StoredType type, int count) throws IOException {
    float[] values = new float[count];
    for (int at = 0; at < count; at += CHUNK) {
      int part = Math.min(CHUNK, count - at);
      byte[] bytes = in.readNBytes(part * type.bytes());
      if (bytes.length < part * type.bytes()) {
        throw new EOFException("it ends after %d of %d numbers".formatted(at, count));
      }
      type.read(ByteBuffer.wrap(bytes).order(order), values, at, part);
    }
    return values;
  }

  /// The numbers of a tensor, last axis fastest.
  private static float[] gathered(float[] from, Tensor t) {
    int count = (int) t.elements();
    int axes = t.sizes().size();
    float[] values = new float[count];
    int[] index = new int[axes];
    long at = 0;
    for (int i = 0; i < count; i++) {
      values[i] = from[(int) at];
      for (int a = axes - 1; a >= 0; a--) {
        at += t.strides().get(a);
        if (++index[a] < t.sizes().get(a)) {
          break;
        }
        at -= t.strides().get(a) * t.sizes().get(a);
        index[a] = 0;
      }
    }
    return values;
  }

  private static LoupeException unreadable(IOException e) {
    return LoupeException.of("the file can't be read (" + e.getMessage() + ")").causedBy(e);
  }
}
