package dev.loupe.data.image;

import java.nio.file.Path;

/// A picture file that can't be used.
///
/// @param file where it is
/// @param reason what is wrong with it, in one line that starts with the file
public record BrokenPicture(Path file, String reason) {}
