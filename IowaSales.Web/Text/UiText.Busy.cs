namespace IowaSales.Web.Text;

/// <content>What a visitor reads for whom there is no room.</content>
internal static partial class UiText
{
    /// <summary>The dashboard has no room for another session.</summary>
    internal static class Busy
    {
        public const string Title = "The dashboard is full";
        public const string Detail = "All sessions are in use, or too many are open from your network.";
        public const string Advice = "This page tries again every few seconds. Close tabs you do not need.";
        public const string OtherOrigin = "A page of another site may not open a session here.";
        public const string WebSocketsOnly = "The dashboard needs WebSockets; a proxy in between does not let them through.";
    }
}
