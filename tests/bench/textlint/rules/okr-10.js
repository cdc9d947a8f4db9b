module.exports = require("../rule.js")(10);
