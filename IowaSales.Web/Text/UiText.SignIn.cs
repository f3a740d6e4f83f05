using IowaSales.ServiceDefaults.Identity;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Signing in and out, and what a role allows.</summary>
    internal static class SignIn
    {
        public const string Out = "Sign out";
        public const string Again = "Sign in";
        public const string Ended = "Your session has ended. Reload the page to sign in again.";
        public const string SignedOutTitle = "Signed out";
        public const string SignedOut = "You are signed out of the dashboard.";
        public const string NoRoleTitle = "No access";
        public const string FailedTitle = "Sign-in failed";
        public const string Failed = "The sign-in was not completed. Try again. If the problem persists, check the dashboard's log.";
        public const string Away = "The sign-in service is not responding. Try again in a minute.";
        public const string ImportNeedsOperator = "Your role does not allow imports. An operator can import sales.";

        public static string NoRole(string name) =>
            $"You are signed in as {name}, but your account has no role for this dashboard. Ask its administrator for the role viewer, planner or operator.";

        public static string RoleName(UserRole role) => role switch
        {
            UserRole.Viewer => "Viewer",
            UserRole.Planner => "Planner",
            UserRole.Operator => "Operator",
            _ => "",
        };

        public static string SignedInAs(string name, UserRole role) => $"Signed in as {name}, {RoleName(role)}";
    }
}
