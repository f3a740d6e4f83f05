namespace IowaSales.Browsing;

/// <summary>The dashboard did not do what a visitor needs of it; the message says what, in one sentence.</summary>
public sealed class DashboardVisitException : Exception
{
    /// <summary>Without a sentence.</summary>
    public DashboardVisitException()
    {
    }

    /// <summary>With the sentence.</summary>
    public DashboardVisitException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and what the browser said.</summary>
    public DashboardVisitException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
