package dev.loupe.formats;

import dev.loupe.nn.Network;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Networks as JSON and back, so that a model's file says what it is.
///
/// Layers must be records of `dev.loupe.nn`, or the one that holds an ONNX graph. See
/// [RecordJson] for how they are written.
public final class LayerJson {
  private static final RecordJson RECORDS =
      new RecordJson(Set.of("dev.loupe.nn", "dev.loupe.kernel", "dev.loupe.formats.onnx"));

  private LayerJson() {}

  /// Writes a network.
  ///
  /// @throws dev.loupe.tensor.LoupeException if a layer is not one of Loupe's, with its place
  public static ObjectNode write(Network network) {
    return RECORDS.write(network);
  }

  /// Reads a network.
  ///
  /// @throws dev.loupe.tensor.LoupeException if something is missing, unknown or of a wrong type,
  ///     with its place
  public static Network read(ObjectNode node) {
    return RECORDS.read(node, Network.class);
  }
}
