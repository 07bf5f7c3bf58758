package dev.loupe.data;

/// What a dataset is: goes into every model that is trained on it.
///
/// @param name a short name, such as `mnist`
/// @param description one sentence
/// @param source where it comes from: an address, a paper, or a folder
/// @param licence the terms of use, or `unknown`
/// @param hash `sha256:` and the hash of the content (files, or what a generator was given)
public record Card(String name, String description, String source, String licence, String hash) {}
