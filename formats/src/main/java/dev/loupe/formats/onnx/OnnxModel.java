package dev.loupe.formats.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an ONNX file holds.
///
/// Source: ONNX IR specification, "Models".
///
/// @param irVersion of the format itself
/// @param producer the program that wrote it
/// @param opsets the version of the operators of each domain; ONNX's own domain is empty
/// @param graph the network
/// @param functions operators that the model defines
/// @param metadata texts by name
public record OnnxModel(
    long irVersion,
    String producer,
    Map<String, Long> opsets,
    OnnxGraph graph,
    List<OnnxFunction> functions,
    Map<String, String> metadata) {
  /// Copies the collections.
  public OnnxModel {
    opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
    functions = List.copyOf(functions);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
