package dev.loupe.formats;

import dev.loupe.formats.PickleObject.Dictionary;
import dev.loupe.formats.PickleObject.Global;
import dev.loupe.formats.PickleObject.Sequence;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a pickle as data: runs the program that it is, on a stack of plain values. Nothing is ever
/// looked up or called; what names mean is up to [TorchGlobals], which knows only tensors.
///
/// Source: the comments on each opcode in CPython's `Lib/pickletools.py`, protocols 0 to 5.
final class Pickle {
  /// Far more than a checkpoint needs; bounds the memory of what is made.
  private static final int MOST_STEPS = 2_000_000;

  private static final long MOST_BYTES = 1 << 28;
  private static final int MOST_DEPTH = 10_000;
  private static final int MOST_INTEGER_BYTES = 64;
  private static final Object MARK = new Object();

  private final PickleInput in;
  private final TorchGlobals globals;
  private final List<@Nullable Object> stack = new ArrayList<>();
  private final Map<Long, @Nullable Object> memo = new HashMap<>();
  private int marks;
  private long start;

  private Pickle(PickleInput in, TorchGlobals globals) {
    this.in = in;
    this.globals = globals;
  }

  /// Reads one pickle, up to its end mark.
  ///
  /// @return a string, [Long], [BigInteger], [Double], [Boolean], bytes, null or a [PickleObject]
  /// @throws LoupeException if it is broken, too large, or asks for something unknown, with the
  ///     offset
  static @Nullable Object read(PickleInput in, TorchGlobals globals) throws IOException {
    return new Pickle(in, globals).run();
  }

  private @Nullable Object run() throws IOException {
    long begin = in.offset();
    for (int steps = 0; steps < MOST_STEPS && in.offset() - begin < MOST_BYTES; steps++) {
      start = in.offset();
      int code = in.unsigned8();
      if (code == '.') {
        return pop();
      }
      if (!simple(code) && !text(code) && !memory(code) && !container(code) && !object(code)) {
        throw broken("the operation 0x%02x is unknown".formatted(code));
      }
    }
    throw broken("the pickle is too long")
        .expected("at most " + MOST_STEPS + " operations and " + MOST_BYTES + " bytes");
  }

  private boolean simple(int code) throws IOException {
    switch (code) {
      case 0x80 -> {
        int protocol = in.unsigned8();
        if (protocol > 5) {
          throw broken("the pickle's protocol is unknown")
              .expected("at most 5")
              .got(String.valueOf(protocol));
        }
      }
      case 0x95 -> in.unsigned(8);
      case 'N' -> stack.add(null);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) (int) in.unsigned(4));
      case 'K' -> stack.add(in.unsigned(1));
      case 'M' -> stack.add(in.unsigned(2));
      case 'I', 'L' -> stack.add(number(in.line()));
      case 0x8a -> stack.add(integer(in.unsigned(1)));
      case 0x8b -> stack.add(integer(in.unsigned(4)));
      case 'F' -> stack.add(decimal(in.line()));
      case 'G' -> stack.add(in.float64());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int code) throws IOException {
    switch (code) {
      case 'X' -> stack.add(in.text(in.unsigned(4)));
      case 0x8c -> stack.add(in.text(in.unsigned(1)));
      case 0x8d -> stack.add(in.text(in.unsigned(8)));
      case 'V' -> stack.add(in.line());
      case 'S' -> stack.add(unquoted(in.line()));
      case 'T' -> stack.add(in.text(in.unsigned(4)));
      case 'U' -> stack.add(in.text(in.unsigned(1)));
      case 'B' -> stack.add(in.bytes(in.unsigned(4)));
      case 'C' -> stack.add(in.bytes(in.unsigned(1)));
      case 0x8e -> stack.add(in.bytes(in.unsigned(8)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int code) throws IOException {
    switch (code) {
      case 'q' -> memo.put(in.unsigned(1), top());
      case 'r' -> memo.put(in.unsigned(4), top());
      case 'p' -> memo.put(index(), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> recall(in.unsigned(1));
      case 'j' -> recall(in.unsigned(4));
      case 'g' -> recall(index());
      case '0' -> pop();
      case '1' -> sinceMark();
      case '2' -> stack.add(top());
      case '(' -> {
        if (++marks > MOST_DEPTH) {
          throw broken("the pickle is nested too deeply").expected("at most " + MOST_DEPTH);
        }
        stack.add(MARK);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int code) {
    switch (code) {
      case ']', ')', 0x8f -> stack.add(new Sequence(List.of()));
      case 'l', 't', 0x91 -> stack.add(new Sequence(sinceMark()));
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case '}' -> stack.add(new Dictionary());
      case 'd' -> {
        List<@Nullable Object> items = sinceMark();
        Dictionary dictionary = new Dictionary();
        fill(dictionary, items);
        stack.add(dictionary);
      }
      case 'a' -> {
        Object item = pop();
        sequence(top()).items().add(item);
      }
      case 'e', 0x90 -> {
        List<@Nullable Object> items = sinceMark();
        sequence(top()).items().addAll(items);
      }
      case 's' -> {
        List<@Nullable Object> items = last(2);
        fill(dictionary(top()), items);
      }
      case 'u' -> {
        List<@Nullable Object> items = sinceMark();
        fill(dictionary(top()), items);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean object(int code) throws IOException {
    switch (code) {
      case 'c' -> {
        String module = in.line();
        stack.add(globals.named(module, in.line(), start));
      }
      case 0x93 -> {
        List<@Nullable Object> names = last(2);
        if (!(names.get(0) instanceof String module) || !(names.get(1) instanceof String name)) {
          throw broken("a name is no text");
        }
        stack.add(globals.named(module, name, start));
      }
      case 'R', 0x81 -> {
        List<@Nullable Object> call = last(2);
        if (!(call.get(0) instanceof Global g) || !(call.get(1) instanceof Sequence arguments)) {
          throw broken("something is called that can't be");
        }
        stack.add(globals.call(g, arguments.items(), start));
      }
      case 'Q' -> {
        Object id = pop();
        stack.add(globals.storage(id, start));
      }
      case 'b' -> {
        // Attributes, such as the versions that PyTorch puts beside the names of its tensors.
        pop();
        top();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable Object top() {
    if (stack.isEmpty() || stack.getLast() == MARK) {
      throw broken("the pickle takes what it has not made");
    }
    return stack.getLast();
  }

  private @Nullable Object pop() {
    Object top = top();
    stack.removeLast();
    return top;
  }

  private List<@Nullable Object> last(int count) {
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.addFirst(pop());
    }
    return items;
  }

  private void tuple(int count) {
    stack.add(new Sequence(last(count)));
  }

  private List<@Nullable Object> sinceMark() {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw broken("the pickle ends a list that it has not begun");
    }
    marks--;
    List<@Nullable Object> tail = stack.subList(mark + 1, stack.size());
    List<@Nullable Object> items = new ArrayList<>(tail);
    tail.clear();
    stack.removeLast();
    return items;
  }

  private void recall(long index) {
    if (!memo.containsKey(index)) {
      throw broken("the pickle recalls " + index + ", which it has not kept");
    }
    stack.add(memo.get(index));
  }

  private void fill(Dictionary dictionary, List<@Nullable Object> items) {
    if (items.size() % 2 != 0) {
      throw broken("a dictionary has a key without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      dictionary.entries().put(items.get(i), items.get(i + 1));
    }
  }

  private Sequence sequence(@Nullable Object value) {
    if (value instanceof Sequence s) {
      return s;
    }
    throw broken("the pickle appends to what is no list");
  }

  private Dictionary dictionary(@Nullable Object value) {
    if (value instanceof Dictionary d) {
      return d;
    }
    throw broken("the pickle sets items of what is no dictionary");
  }

  private long index() throws IOException {
    return number(in.line()) instanceof Long index ? index : -1;
  }

  /// A whole number as text; protocol 0 writes booleans as 00 and 01.
  private Object number(String text) {
    String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
    if (text.equals("00") || text.equals("01")) {
      return text.equals("01");
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw broken("'" + shortened(text) + "' is no whole number of 64 bits").causedBy(e);
    }
  }

  private Object decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw broken("'" + shortened(text) + "' is no number").causedBy(e);
    }
  }

  /// Little-endian, two's complement.
  private Object integer(long count) throws IOException {
    if (count > MOST_INTEGER_BYTES) {
      throw broken("a whole number is too long")
          .expected("at most " + MOST_INTEGER_BYTES + " bytes")
          .got(count + " bytes");
    }
    byte[] bytes = in.bytes(count);
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    BigInteger value = turned.length == 0 ? BigInteger.ZERO : new BigInteger(turned);
    return value.bitLength() < Long.SIZE ? (Object) value.longValueExact() : (Object) value;
  }

  private String unquoted(String text) {
    if (text.length() < 2 || text.charAt(0) != text.charAt(text.length() - 1)) {
      throw broken("a text has no quotes");
    }
    return text.substring(1, text.length() - 1);
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "..." : text;
  }

  private LoupeException broken(String what) {
    return LoupeException.of("the pickle is broken at byte " + start + ": " + what);
  }
}
