package dev.loupe.formats;

import dev.loupe.nn.Initialisation;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Records as JSON objects and back: a field for each component, in their order.
///
/// Components may be numbers, booleans, strings, enums, shapes, instants, and lists, optional
/// values and records of such. Where a component is declared as an interface, a field `type` holds
/// the simple name of the record's class. Only records and enums of certain packages are ever
/// looked for. How weights start ([Initialisation]) is not kept.
public final class RecordJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String TYPE = "type";

  private final Set<String> packages;

  /// @param packages the names of the packages whose records and enums are allowed
  public RecordJson(Set<String> packages) {
    this.packages = Set.copyOf(packages);
  }

  /// Writes a record.
  ///
  /// @throws LoupeException if it holds something that can't be kept, with its place
  public ObjectNode write(Record value) {
    return record(value, value.getClass(), "");
  }

  /// Reads a record.
  ///
  /// @throws LoupeException if a field is missing, unknown or of another type, with its place
  public <T extends Record> T read(ObjectNode node, Class<T> type) {
    return type.cast(object(node, type, ""));
  }

  private ObjectNode record(Object value, Class<?> declared, String place) {
    Class<?> type = value.getClass();
    if (!type.isRecord() || !packages.contains(type.getPackageName())) {
      throw at(LoupeException.of("this can't be kept in a model file"), place)
          .expected("a record of Loupe's own")
          .got(type.getName())
          .fix("build the network of Loupe's layers");
    }
    ObjectNode node = NODES.objectNode();
    if (declared.isInterface()) {
      node.put(TYPE, type.getSimpleName());
    }
    for (RecordComponent c : type.getRecordComponents()) {
      if (c.getType() != Initialisation.class) {
        String inner = join(place, c.getName());
        node.set(c.getName(), node(get(c, value), c.getGenericType(), inner));
      }
    }
    return node;
  }

  private JsonNode node(@Nullable Object value, Type type, String place) {
    return switch (value) {
      case null -> NODES.nullNode();
      case Integer i -> NODES.numberNode(i);
      case Long i -> NODES.numberNode(i);
      case Float f -> number(Float.isFinite(f), NODES.numberNode(f));
      case Double d -> number(Double.isFinite(d), NODES.numberNode(d));
      case Boolean b -> NODES.booleanNode(b);
      case String s -> NODES.stringNode(s);
      case Enum<?> e -> NODES.stringNode(e.name());
      case Instant i -> NODES.stringNode(i.toString());
      case Shape s -> {
        ArrayNode list = NODES.arrayNode();
        Arrays.stream(s.sizes()).forEach(list::add);
        yield list;
      }
      case Optional<?> o -> node(o.orElse(null), argument(type), place);
      case List<?> items -> {
        ArrayNode list = NODES.arrayNode();
        for (Object item : items) {
          list.add(node(item, argument(type), place + "[" + list.size() + "]"));
        }
        yield list;
      }
      default -> record(value, raw(type), place);
    };
  }

  /// JSON has no numbers that are not finite: they become null.
  private static JsonNode number(boolean finite, JsonNode node) {
    return finite ? node : NODES.nullNode();
  }

  private @Nullable Object value(JsonNode node, Type type, boolean nullable, String place) {
    Class<?> raw = raw(type);
    if (node.isNull()) {
      if (raw == double.class) {
        return Double.NaN;
      }
      if (nullable || raw == Optional.class) {
        return raw == Optional.class ? Optional.empty() : null;
      }
    }
    if (raw == int.class || raw == Integer.class) {
      check(node.isIntegralNumber() && node.canConvertToInt(), "a whole number", node, place);
      return node.intValue();
    }
    if (raw == long.class || raw == Long.class) {
      check(node.isIntegralNumber() && node.canConvertToLong(), "a whole number", node, place);
      return node.longValue();
    }
    boolean wideNumber = raw == double.class || raw == Double.class;
    if (raw == float.class || raw == Float.class || wideNumber) {
      check(node.isNumber(), "a number", node, place);
      double wide = node.decimalValue().doubleValue();
      return wideNumber ? (Object) wide : (Object) node.decimalValue().floatValue();
    }
    if (raw == boolean.class) {
      check(node.isBoolean(), "true or false", node, place);
      return node.booleanValue();
    }
    if (raw == String.class) {
      check(node.isString(), "a text", node, place);
      return node.stringValue();
    }
    if (raw == Instant.class) {
      return instant(node, place);
    }
    if (raw.isEnum()) {
      return constant(node, raw, place);
    }
    if (raw == Shape.class) {
      return Shape.of(list(node, Integer.class, place).stream().map(Integer.class::cast).toList());
    }
    if (raw == List.class) {
      return list(node, argument(type), place);
    }
    if (raw == Optional.class) {
      return Optional.ofNullable(value(node, argument(type), true, place));
    }
    return object(node, raw, place);
  }

  private Object object(JsonNode node, Class<?> declared, String place) {
    check(node.isObject(), "an object", node, place);
    Class<?> type = declared.isInterface() ? named(node.path(TYPE), declared, place) : declared;
    if (!type.isRecord() || !packages.contains(type.getPackageName())) {
      throw new IllegalArgumentException(place + ": " + type + " can't be kept as JSON");
    }
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    List<String> known = new ArrayList<>(declared.isInterface() ? List.of(TYPE) : List.of());
    for (int i = 0; i < components.length; i++) {
      RecordComponent c = components[i];
      types[i] = c.getType();
      if (c.getType() == Initialisation.class) {
        arguments[i] = Initialisation.DEFAULT;
        continue;
      }
      known.add(c.getName());
      JsonNode field = node.get(c.getName());
      if (field == null && c.getType() == Optional.class) {
        // Files of before there was such a component.
        arguments[i] = Optional.empty();
        continue;
      }
      if (field == null) {
        throw at(LoupeException.of("the field '" + c.getName() + "' is missing"), place);
      }
      boolean nullable = c.getAnnotatedType().isAnnotationPresent(Nullable.class);
      arguments[i] = value(field, c.getGenericType(), nullable, join(place, c.getName()));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!known.contains(field.getKey())) {
        throw at(LoupeException.unknown("field", field.getKey(), known), place);
      }
    }
    return make(type, types, arguments, place);
  }

  /// The record class of a simple name: one of a sealed interface, else one beside the interface.
  private Class<?> named(JsonNode node, Class<?> declared, String place) {
    check(node.isString(), "a field 'type' with a name", node, place);
    String name = node.stringValue();
    Class<?>[] permitted = declared.getPermittedSubclasses();
    if (permitted != null) {
      for (Class<?> c : permitted) {
        if (c.getSimpleName().equals(name)) {
          return c;
        }
      }
      throw at(
          LoupeException.unknown(
              "type", name, Arrays.stream(permitted).map(Class::getSimpleName).toList()),
          place);
    }
    if (name.matches("[A-Z][A-Za-z0-9]*")) {
      // Implementations usually lie beside their interface.
      Stream<String> beside = Stream.of(declared.getPackageName());
      return Stream.concat(beside, packages.stream().sorted())
          .flatMap(home -> known(home + "." + name, declared).stream())
          .findFirst()
          .orElseThrow(() -> unknownType(name, declared, place));
    }
    throw unknownType(name, declared, place);
  }

  /// The record of this name, where it is one of the declared type.
  private static Optional<Class<?>> known(String name, Class<?> declared) {
    try {
      Class<?> c = Class.forName(name, false, declared.getClassLoader());
      boolean fits = c.isRecord() && declared.isAssignableFrom(c);
      return fits && c.getName().equals(name) ? Optional.of(c) : Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static LoupeException unknownType(String name, Class<?> declared, String place) {
    return at(LoupeException.of("unknown type '" + name + "'"), place)
        .expected("a " + declared.getSimpleName().toLowerCase(java.util.Locale.ROOT) + " of Loupe")
        .fix("use the version of Loupe that wrote the file, or a later one");
  }

  private List<Object> list(JsonNode node, Type item, String place) {
    check(node.isArray(), "a list", node, place);
    List<Object> list = new ArrayList<>();
    for (JsonNode n : node) {
      String inner = place + "[" + list.size() + "]";
      Object value = value(n, item, false, inner);
      if (value == null) {
        throw new IllegalStateException(inner);
      }
      list.add(value);
    }
    return list;
  }

  private static Object constant(JsonNode node, Class<?> type, String place) {
    check(node.isString(), "a name", node, place);
    List<String> names = new ArrayList<>();
    for (Object o : type.getEnumConstants()) {
      if (o instanceof Enum<?> e) {
        if (e.name().equals(node.stringValue())) {
          return e;
        }
        names.add(e.name());
      }
    }
    throw at(LoupeException.unknown("value", node.stringValue(), names), place);
  }

  private static Instant instant(JsonNode node, String place) {
    check(node.isString(), "a time", node, place);
    try {
      return Instant.parse(node.stringValue());
    } catch (DateTimeException e) {
      throw at(LoupeException.of("this is not a time"), place)
          .expected("a time such as 2026-11-22T12:00:00Z")
          .got(Json.kind(node))
          .causedBy(e);
    }
  }

  private static Object make(
      Class<?> type, Class<?>[] types, @Nullable Object[] arguments, String place) {
    try {
      Constructor<?> constructor = type.getConstructor(types);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof LoupeException cause) {
        throw at(cause, place);
      }
      throw new IllegalStateException(place + ": " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(place + ": " + type + " has no public constructor", e);
    }
  }

  private static @Nullable Object get(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " can't be read", e);
    }
  }

  private static void check(boolean holds, String expected, JsonNode node, String place) {
    if (!holds) {
      throw at(LoupeException.of("a value has the wrong type"), place)
          .expected(expected)
          .got(Json.kind(node));
    }
  }

  private static LoupeException at(LoupeException e, String place) {
    return e.at(place);
  }

  private static String join(String place, String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType p when p.getRawType() instanceof Class<?> c -> c;
      default -> throw new IllegalArgumentException(type + " can't be kept as JSON");
    };
  }

  private static Type argument(Type type) {
    if (type instanceof ParameterizedType p) {
      return p.getActualTypeArguments()[0];
    }
    throw new IllegalArgumentException(type + " does not say what it holds");
  }
}
