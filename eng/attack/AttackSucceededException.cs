namespace IowaSales.Attack;

/// <summary>The service did not hold; the message says what it did instead.</summary>
internal sealed class AttackSucceededException(string message) : Exception(message);
