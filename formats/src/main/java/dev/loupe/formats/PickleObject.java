package dev.loupe.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What pickles are made of, beside strings, numbers, booleans and none. Containers are told apart
/// by identity, as they may hold themselves.
sealed interface PickleObject {
  /// A list, tuple or set.
  final class Sequence implements PickleObject {
    private final List<@Nullable Object> items;

    Sequence(List<@Nullable Object> items) {
      this.items = new ArrayList<>(items);
    }

    List<@Nullable Object> items() {
      return items;
    }
  }

  /// A dictionary, in the order in which it was filled.
  final class Dictionary implements PickleObject {
    private final Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();

    Dictionary() {}

    Map<@Nullable Object, @Nullable Object> entries() {
      return entries;
    }
  }

  /// A class or function by its name; never looked up.
  ///
  /// @param name with its module, such as `torch.FloatStorage`
  record Global(String name) implements PickleObject {}

  /// Something that is not needed: a device, a data type.
  record Other(String name) implements PickleObject {}

  /// Where the numbers of tensors lie.
  ///
  /// @param type of the numbers
  /// @param key the name of the storage in the file
  /// @param begin the first number of the storage that belongs to it
  /// @param elements how many numbers belong to it
  /// @param all how many numbers the whole storage has
  record Storage(StoredType type, String key, long begin, long elements, long all)
      implements PickleObject {}

  /// A view of a storage.
  ///
  /// @param storage has the numbers
  /// @param offset the index of the first number
  /// @param sizes outermost first
  /// @param strides in numbers
  record Tensor(Storage storage, long offset, List<Integer> sizes, List<Long> strides)
      implements PickleObject {
    /// How many numbers there are.
    long elements() {
      long n = 1;
      for (int size : sizes) {
        n *= size;
      }
      return n;
    }
  }
}
