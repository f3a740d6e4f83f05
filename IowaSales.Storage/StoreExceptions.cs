namespace IowaSales.Storage;

/// <summary>The store cannot be reached or is busy; trying again later may succeed.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">What the provider said.</param>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store is damaged: it takes no more writes until it is restored from a backup.</summary>
/// <param name="message">What is wrong and how to restore it.</param>
/// <param name="inner">What was found.</param>
public sealed class StoreDamagedException(string message, Exception? inner = null) : StoreUnavailableException(message, inner);

/// <summary>The store's disk is full; nothing was changed.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="inner">What the provider said.</param>
public sealed class StoreFullException(string message, Exception inner) : Exception(message, inner);
