namespace IowaSales.Web.Components.Shared;

/// <summary>Whether a person is printing: tables then render all of their rows, not those in view. One for each circuit.</summary>
internal sealed class PrintMode
{
    /// <summary>Raised when printing begins and when it ends.</summary>
    public event Action? Changed;

    /// <summary>Whether all rows are rendered.</summary>
    public bool On { get; private set; }

    /// <summary>Begins or ends printing.</summary>
    /// <param name="on">Which.</param>
    public void Set(bool on)
    {
        On = on;
        Changed?.Invoke();
    }
}
