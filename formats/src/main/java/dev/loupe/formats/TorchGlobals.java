package dev.loupe.formats;

import dev.loupe.formats.PickleObject.Dictionary;
import dev.loupe.formats.PickleObject.Global;
import dev.loupe.formats.PickleObject.Other;
import dev.loupe.formats.PickleObject.Sequence;
import dev.loupe.formats.PickleObject.Storage;
import dev.loupe.formats.PickleObject.Tensor;
import dev.loupe.tensor.LoupeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The few names that pickles of tensors use, and what they make. Every other name is refused: it
/// would be a program's own class, or worse.
///
/// Source: PyTorch, `torch/_utils.py` (the functions that rebuild tensors) and
/// `torch/serialization.py` (the identifiers of storages).
final class TorchGlobals {
  private static final Map<String, StoredType> STORAGES =
      Map.of(
          "torch.FloatStorage", StoredType.F32,
          "torch.DoubleStorage", StoredType.F64,
          "torch.HalfStorage", StoredType.F16,
          "torch.BFloat16Storage", StoredType.BF16,
          "torch.LongStorage", StoredType.I64,
          "torch.IntStorage", StoredType.I32,
          "torch.ShortStorage", StoredType.I16,
          "torch.CharStorage", StoredType.I8,
          "torch.ByteStorage", StoredType.U8,
          "torch.BoolStorage", StoredType.BOOL);

  private static final String TENSOR = "torch._utils._rebuild_tensor";
  private static final String TENSOR_2 = "torch._utils._rebuild_tensor_v2";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final String PARAMETER_2 = "torch._utils._rebuild_parameter_with_state";
  private static final String ENCODE = "_codecs.encode";

  private static final Set<String> DICTIONARIES =
      Set.of("collections.OrderedDict", "collections.defaultdict", "builtins.dict");
  private static final Set<String> SEQUENCES =
      Set.of("torch.Size", "builtins.set", "builtins.list", "builtins.tuple", "__builtin__.set");
  private static final Set<String> OTHERS =
      Set.of("torch.device", ENCODE, "builtins.int", "builtins.float", "builtins.complex");

  /// More numbers than the storage has are taken only from tensors of this size at most.
  private static final long MOST_REPEATED = 1 << 20;

  private static final int MOST_COPIED = 1 << 20;
  private static final int MOST_AXES = 64;

  /// The storages that were asked for, by key.
  private final Map<String, Storage> storages = new LinkedHashMap<>();

  private long copied;

  TorchGlobals() {}

  /// The whole storages that were asked for, by key.
  Map<String, Storage> storages() {
    return storages;
  }

  /// A name, if it is known.
  Object named(String module, String name, long at) {
    String whole = module + "." + name;
    boolean type = module.equals("torch") && name.matches("b?float\\d+(_e\\dm\\d\\w*)?|u?int\\d+");
    boolean function =
        Set.of(TENSOR, TENSOR_2, PARAMETER, PARAMETER_2).contains(whole)
            || DICTIONARIES.contains(whole)
            || SEQUENCES.contains(whole)
            || OTHERS.contains(whole);
    if (type || whole.equals("torch.bool")) {
      return new Other(whole);
    }
    if (!function && !STORAGES.containsKey(whole)) {
      throw LoupeException.of("the pickle asks for '%s' at byte %d".formatted(shortened(whole), at))
          .expected("tensors in dictionaries and lists, no other objects")
          .fix("in Python, save the weights alone: torch.save(model.state_dict(), file)");
    }
    return new Global(whole);
  }

  /// What a name makes of arguments.
  Object call(Global function, List<@Nullable Object> arguments, long at) {
    String name = function.name();
    if (DICTIONARIES.contains(name)) {
      return dictionary(arguments, at);
    }
    if (SEQUENCES.contains(name)) {
      boolean filled = arguments.size() == 1 && arguments.get(0) instanceof Sequence;
      return filled && arguments.get(0) instanceof Sequence s ? s : new Sequence(List.of());
    }
    return switch (name) {
      case TENSOR, TENSOR_2 -> tensor(arguments, at);
      case PARAMETER, PARAMETER_2 -> {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Tensor t)) {
          throw broken("a parameter has no tensor", at);
        }
        yield t;
      }
      default -> new Other(name);
    };
  }

  private Dictionary dictionary(List<@Nullable Object> arguments, long at) {
    Dictionary made = new Dictionary();
    for (Object argument : arguments) {
      if (argument instanceof Dictionary d) {
        return d;
      } else if (argument instanceof Sequence pairs) {
        // As Python 2 wrote ordered dictionaries: a list of pairs.
        copied += pairs.items().size();
        if (copied > MOST_COPIED) {
          throw broken("it makes too many dictionaries of lists", at);
        }
        for (Object pair : pairs.items()) {
          if (pair instanceof Sequence p && p.items().size() == 2) {
            made.entries().put(p.items().get(0), p.items().get(1));
          }
        }
      }
    }
    return made;
  }

  /// A storage by its identifier: the word storage, its type, its key, where it was, how many
  /// numbers; in old files then the key, begin and length of a part of it.
  Storage storage(@Nullable Object identifier, long at) {
    if (!(identifier instanceof Sequence s)
        || s.items().size() < 5
        || !"storage".equals(s.items().get(0))
        || !(s.items().get(1) instanceof Global type)
        || !(s.items().get(2) instanceof String key)
        || !(s.items().get(4) instanceof Long count)) {
      throw broken("the identifier of a storage is unknown", at);
    }
    StoredType numbers = STORAGES.get(type.name());
    if (numbers == null || count < 0 || count > Long.MAX_VALUE / 8) {
      throw broken("the identifier of a storage is broken", at);
    }
    Storage whole = new Storage(numbers, key, 0, count, count);
    Storage known = storages.putIfAbsent(key, whole);
    if (known != null && !known.equals(whole)) {
      throw broken("the storage '" + shortened(key) + "' has two lengths or types", at);
    }
    boolean part = s.items().size() > 5 && s.items().get(5) instanceof Sequence;
    return part && s.items().get(5) instanceof Sequence v ? part(whole, v.items(), at) : whole;
  }

  private static Storage part(Storage whole, List<@Nullable Object> view, long at) {
    if (view.size() != 3
        || !(view.get(1) instanceof Long begin)
        || !(view.get(2) instanceof Long count)
        || begin < 0
        || count < 0
        || begin > whole.all() - count) {
      throw broken("a part of a storage is broken", at);
    }
    return new Storage(whole.type(), whole.key(), begin, count, whole.all());
  }

  private static Tensor tensor(List<@Nullable Object> arguments, long at) {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Long offset)
        || !(arguments.get(2) instanceof Sequence sizes)
        || !(arguments.get(3) instanceof Sequence strides)
        || sizes.items().size() > MOST_AXES
        || sizes.items().size() != strides.items().size()) {
      throw broken("a tensor is made of something unknown", at);
    }
    List<Integer> shape = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    long count = 1;
    long last = offset;
    boolean fits = offset >= 0;
    for (int i = 0; fits && i < sizes.items().size(); i++) {
      fits =
          sizes.items().get(i) instanceof Long size
              && strides.items().get(i) instanceof Long step
              && size >= 0
              && size <= Integer.MAX_VALUE
              && step >= 0;
      if (fits
          && sizes.items().get(i) instanceof Long size
          && strides.items().get(i) instanceof Long step) {
        shape.add(size.intValue());
        steps.add(step);
        count = times(count, size);
        last = plus(last, times(Math.max(0, size - 1), step));
      }
    }
    boolean inside = count == 0 || last < storage.elements();
    if (!fits || !inside || count > Math.max(storage.elements(), MOST_REPEATED)) {
      throw broken("a tensor does not fit its storage", at)
          .expected("places among " + storage.elements() + " numbers")
          .got("the sizes " + shape + ", the strides " + steps + ", from " + offset + " on");
    }
    return new Tensor(storage, offset, shape, steps);
  }

  private static long times(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static String shortened(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }

  private static LoupeException broken(String what, long at) {
    return LoupeException.of("the pickle is broken at byte " + at + ": " + what);
  }
}
