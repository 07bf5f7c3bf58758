package dev.loupe.formats;

import dev.loupe.formats.PickleObject.Dictionary;
import dev.loupe.formats.PickleObject.Sequence;
import dev.loupe.formats.PickleObject.Storage;
import dev.loupe.tensor.LoupeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files of PyTorch before 1.6: pickles of a magic number, the protocol, the system, the object
/// and the keys of its storages; then the storages in that order, each with its length in front.
final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private TorchLegacy() {}

  static TorchFile open(Path file) throws IOException {
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
      PickleInput in = new PickleInput(stream, Files.size(file));
      TorchGlobals globals = new TorchGlobals();
      if (in.unsigned8() != 0x80) {
        throw LoupeException.of("this is no file of PyTorch")
            .expected("a zip archive, or a pickle that begins with 0x80");
      }
      in.unsigned8();
      if (!MAGIC.equals(Pickle.read(in, globals))) {
        throw LoupeException.of("this is a pickle, but no file of PyTorch")
            .expected("PyTorch's magic number at byte 2")
            .fix("in Python, save the weights with torch.save(model.state_dict(), file)");
      }
      Object protocol = Pickle.read(in, globals);
      if (!Long.valueOf(PROTOCOL).equals(protocol)) {
        throw LoupeException.of("the file has another protocol")
            .expected(String.valueOf(PROTOCOL))
            .got(String.valueOf(protocol));
      }
      ByteOrder order = order(Pickle.read(in, globals));
      Object root = Pickle.read(in, globals);
      Map<String, Long> places = places(in, globals, Pickle.read(in, globals));
      return TorchFile.of(file, root, storage -> opened(file, places, storage), order);
    }
  }

  private static ByteOrder order(@Nullable Object system) {
    boolean big =
        system instanceof Dictionary d && Boolean.FALSE.equals(d.entries().get("little_endian"));
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /// Where the numbers of each storage begin in the file.
  private static Map<String, Long> places(
      PickleInput in, TorchGlobals globals, @Nullable Object keys) throws IOException {
    if (!(keys instanceof Sequence s)) {
      throw LoupeException.of("the list of storages is missing").got("byte " + in.offset());
    }
    Map<String, Long> places = new HashMap<>();
    for (Object key : s.items()) {
      if (!(key instanceof String name) || globals.storages().get(name) == null) {
        throw LoupeException.of("a storage is listed that nothing uses")
            .got("before byte " + in.offset());
      }
      Storage storage = globals.storages().get(name);
      long at = in.offset();
      long count = in.unsigned(8);
      if (count != storage.all()) {
        throw LoupeException.of("the storage at byte " + at + " has another length")
            .expected(storage.all() + " numbers")
            .got(Long.toUnsignedString(count) + " numbers");
      }
      places.put(name, in.offset());
      in.skip(count * storage.type().bytes());
    }
    for (String key : globals.storages().keySet()) {
      if (!places.containsKey(key)) {
        throw LoupeException.of("a storage is missing in the file").got("byte " + in.offset());
      }
    }
    return places;
  }

  private static InputStream opened(Path file, Map<String, Long> places, Storage storage)
      throws IOException {
    InputStream stream = Files.newInputStream(file);
    try {
      stream.skipNBytes(places.getOrDefault(storage.key(), 0L));
      return new BufferedInputStream(stream, 1 << 16);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }
}
