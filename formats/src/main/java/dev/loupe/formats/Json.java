package dev.loupe.formats;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeType;
import tools.jackson.databind.node.ObjectNode;

/// Strict JSON: UTF-8, one object, no field twice, nothing behind it.
public final class Json {
  /// The largest JSON file that is read, in bytes.
  public static final long LIMIT = 100_000_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();
  private static final JsonMapper COMPACT =
      MAPPER.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /// An empty object.
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// The text of an object, indented, with a line break at the end.
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node).replace("\r\n", "\n") + "\n";
  }

  /// The text of an object in one line.
  public static String compact(JsonNode node) {
    return COMPACT.writeValueAsString(node);
  }

  /// Reads a file.
  ///
  /// @throws LoupeException if it can't be read or does not hold one JSON object
  public static ObjectNode read(Path file) {
    try {
      long size = Files.size(file);
      if (size > LIMIT) {
        throw LoupeException.of(file + ": the JSON file is too large")
            .expected("at most " + LIMIT + " bytes")
            .got(size + " bytes");
      }
      return parse(file.toString(), Files.readAllBytes(file), 0);
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (IOException e) {
      throw LoupeException.of(file + ": the file can't be read (" + e + ")").causedBy(e);
    }
  }

  /// Reads bytes.
  ///
  /// @param place what stands in front of errors
  /// @param bytes UTF-8
  /// @param offset where in the file the bytes begin, for errors
  /// @throws LoupeException if they are not one JSON object
  public static ObjectNode parse(String place, byte[] bytes, long offset) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(buffer)
              .toString();
    } catch (CharacterCodingException e) {
      throw LoupeException.of(place + ": the JSON is not UTF-8")
          .got("a broken character at byte " + (offset + buffer.position()))
          .causedBy(e);
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      long chars = Math.clamp(e.getLocation().getCharOffset(), 0, text.length());
      int at = text.substring(0, (int) chars).getBytes(StandardCharsets.UTF_8).length;
      throw LoupeException.of(place + ": this is not JSON")
          .got(e.getOriginalMessage().lines().findFirst().orElse("") + ", at byte " + (offset + at))
          .causedBy(e);
    }
    if (!(node instanceof ObjectNode object)) {
      throw LoupeException.of(place + ": this is not a JSON object")
          .expected("{...}")
          .got(kind(node) + " at byte " + offset);
    }
    return object;
  }

  /// What a node is, in words.
  static String kind(JsonNode node) {
    JsonNodeType type = node.getNodeType();
    return switch (type) {
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case STRING -> "\"" + shortened(node.stringValue()) + "\"";
      case NUMBER, BOOLEAN, NULL -> shortened(node.toString());
      case BINARY, MISSING -> "nothing";
    };
  }

  private static String shortened(String text) {
    int shown = 40;
    return text.length() > shown ? text.substring(0, shown) + "..." : text;
  }
}
