// After a refused form the summary of errors gets the focus, so that it is read first.

document.querySelector(".error-summary")?.focus();
