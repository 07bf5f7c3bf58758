package dev.loupe.explain;

import dev.loupe.nn.ReceptiveField;
import dev.loupe.tensor.Shape;
import java.util.Optional;

/// A layer of a network, as `summary` shows it.
///
/// @param node whose value the layer gives
/// @param path of the layer
/// @param operation what it does, in a few words
/// @param output the shape of what it gives for one sample
/// @param parameters how many numbers it learns
/// @param flops floating point operations for one sample; a multiply-add counts 2
/// @param bytes of its values for a batch
/// @param field the part of the input that one of its values depends on
public record LayerRow(
    int node,
    String path,
    String operation,
    Shape output,
    long parameters,
    long flops,
    long bytes,
    Optional<ReceptiveField> field) {}
