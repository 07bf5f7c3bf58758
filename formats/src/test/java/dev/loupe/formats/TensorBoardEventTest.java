package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The bytes of TensorBoard's own writer: `src/test/python/tensorboard_events.py`.
final class TensorBoardEventTest {
  private static List<String> expected() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TensorBoardEventTest.class.getResourceAsStream("tensorboard-events.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void theBytesAreThoseOfTensorBoard() throws IOException {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/loss", 0.125);
    scalars.put("train/accuracy", 0.1);
    List<byte[]> records =
        List.of(
            TensorBoardEvent.version(1.5),
            TensorBoardEvent.start(2.5, 300),
            TensorBoardEvent.scalars(1_700_000_000.25, 129, scalars),
            TensorBoardEvent.text(3, 0, "settings", "| a | b |\nGröße"),
            TensorBoardEvent.settings(4, Map.of("rate", 0.05)),
            TensorBoardEvent.ended(5, 7));
    assertThat(records.stream().map(HexFormat.of()::formatHex).toList()).isEqualTo(expected());
  }

  @Test
  void settingsAreNumbersOrTexts() {
    String record =
        new String(
            TensorBoardEvent.settings(0, Map.of("schedule", "Cosine")),
            StandardCharsets.ISO_8859_1);
    assertThat(record).contains("\n\u0008schedule\u0012\u0008\u001a\u0006Cosine");
  }

  /// The examples of the documentation of the encoding, and its edges.
  @Test
  void fieldsAreEncodedAsTheDocumentationSays() {
    assertThat(hex(new ProtobufWriter().varint(1, 150))).isEqualTo("089601");
    assertThat(hex(new ProtobufWriter().string(2, "testing"))).isEqualTo("120774657374696e67");
    assertThat(hex(new ProtobufWriter().message(3, new ProtobufWriter().varint(1, 150))))
        .isEqualTo("1a03089601");
    assertThat(hex(new ProtobufWriter().varint(1, -2))).isEqualTo("08feffffffffffffffff01");
    assertThat(hex(new ProtobufWriter().varint(16, 0))).isEqualTo("800100");
    assertThat(hex(new ProtobufWriter().float32(1, -2.5f))).isEqualTo("0d000020c0");
    assertThat(hex(new ProtobufWriter().float64(1, 1))).isEqualTo("09000000000000f03f");
    assertThat(hex(new ProtobufWriter().bytes(1, new byte[200])))
        .startsWith("0ac80100")
        .hasSize(406);
    assertThatThrownBy(() -> new ProtobufWriter().varint(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String hex(ProtobufWriter message) {
    return HexFormat.of().formatHex(message.bytes());
  }
}
